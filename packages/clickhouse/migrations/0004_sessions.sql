-- Visits, put together from the rows of events as they arrive. Until parts are merged a visit stands in several rows, so
-- read it with GROUP BY started_at, session_id. Columns that are the same on every row of a visit can be read directly.

-- +up
CREATE TABLE IF NOT EXISTS sessions
(
    project_id     UInt32                                            COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days UInt16                                            COMMENT 'Days after started_at when the row is deleted' CODEC(ZSTD(1)),
    started_at     DateTime64(3, 'UTC')                              COMMENT 'When the visit began, by the time inside session_id; the same on all rows of a visit' CODEC(Delta(8), ZSTD(1)),
    session_id     UUID                                              COMMENT 'Visit (UUIDv7)' CODEC(ZSTD(1)),
    visitor_id     SimpleAggregateFunction(any, UInt64)              COMMENT 'Anonymous visitor: a keyed hash that nobody can turn back' CODEC(ZSTD(1)),
    user_id        SimpleAggregateFunction(max, String)              COMMENT 'Id that the site itself gave; read with max()' CODEC(ZSTD(1)),
    first_event_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First event by the corrected clock; read with min()' CODEC(Delta(8), ZSTD(1)),
    last_event_at  SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last event by the corrected clock; read with max()' CODEC(Delta(8), ZSTD(1)),
    events         SimpleAggregateFunction(sum, UInt64)              COMMENT 'Rows in events; read with sum()' CODEC(ZSTD(1)),
    pageviews      SimpleAggregateFunction(sum, UInt64)              COMMENT 'Page views; read with sum()' CODEC(ZSTD(1)),
    entry_path     AggregateFunction(argMin, String, DateTime64(3, 'UTC')) COMMENT 'First page viewed; read with argMinMerge(entry_path)' CODEC(ZSTD(1)),
    exit_path      AggregateFunction(argMax, String, DateTime64(3, 'UTC')) COMMENT 'Last page viewed; read with argMaxMerge(exit_path)' CODEC(ZSTD(1)),
    host           SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Host name of the pages' CODEC(ZSTD(1)),
    referrer_host  SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Host that led to the visit; empty for direct traffic' CODEC(ZSTD(1)),
    channel        SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Kind of traffic that led to the visit, as in events' CODEC(ZSTD(1)),
    utm_source     SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'utm_source of the first page' CODEC(ZSTD(1)),
    utm_medium     SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'utm_medium of the first page' CODEC(ZSTD(1)),
    utm_campaign   SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'utm_campaign of the first page' CODEC(ZSTD(1)),
    country        SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Country, ISO 3166-1 alpha-2 such as DE; empty when unknown' CODEC(ZSTD(1)),
    region         SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Region, by its English name' CODEC(ZSTD(1)),
    city           SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'City, by its English name' CODEC(ZSTD(1)),
    browser        SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Browser such as Chrome' CODEC(ZSTD(1)),
    os             SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Operating system such as Windows' CODEC(ZSTD(1)),
    device         SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'desktop, mobile or tablet' CODEC(ZSTD(1)),
    release        SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Release of the site that the visitor ran' CODEC(ZSTD(1)),
    environment    SimpleAggregateFunction(any, LowCardinality(String)) COMMENT 'Deployment such as production or staging' CODEC(ZSTD(1)),
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toMonday(started_at))
ORDER BY (project_id, started_at, session_id)
TTL toDateTime(started_at) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Visits of all projects, put together from events; GROUP BY started_at, session_id to get one row a visit';

-- A device whose clock is more than a day off would put its visits into partitions of any year, and an insert may touch
-- only 100 of them: such visits begin at the start of the event's day instead. So does what follows the first day of a
-- visit that nobody ends.
CREATE MATERIALIZED VIEW IF NOT EXISTS sessions_mv TO sessions AS
SELECT project_id, retention_days,
       if(abs(dateDiff('hour', UUIDv7ToDateTime(e.session_id, 'UTC'), e.ts)) <= 24,
          UUIDv7ToDateTime(e.session_id, 'UTC'), toDateTime64(toStartOfDay(e.ts), 3, 'UTC')) AS started_at,
       session_id,
       any(e.visitor_id) AS visitor_id, max(e.user_id) AS user_id,
       min(e.ts) AS first_event_at, max(e.ts) AS last_event_at,
       count() AS events, countIf(e.event = 'pageview') AS pageviews,
       argMinStateIf(e.path, e.ts, e.event = 'pageview') AS entry_path,
       argMaxStateIf(e.path, e.ts, e.event = 'pageview') AS exit_path,
       any(e.host) AS host, any(e.referrer_host) AS referrer_host, any(e.channel) AS channel,
       any(e.utm_source) AS utm_source, any(e.utm_medium) AS utm_medium, any(e.utm_campaign) AS utm_campaign,
       any(e.country) AS country, any(e.region) AS region, any(e.city) AS city,
       any(e.browser) AS browser, any(e.os) AS os, any(e.device) AS device,
       any(e.release) AS release, any(e.environment) AS environment
FROM events AS e
GROUP BY project_id, retention_days, started_at, session_id
COMMENT 'Fills sessions from every insert into events; query sessions instead';

-- +down
DROP VIEW IF EXISTS sessions_mv;
DROP TABLE IF EXISTS sessions;
