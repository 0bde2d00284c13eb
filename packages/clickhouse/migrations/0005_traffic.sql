-- Counts of events by minute and of page views by hour, summed as they arrive.

-- +up
CREATE TABLE IF NOT EXISTS events_1m
(
    project_id     UInt32                                        COMMENT 'Project that the row belongs to',
    retention_days UInt16                                        COMMENT 'Days after the minute when the row is deleted',
    minute         DateTime('UTC')                               COMMENT 'Start of the minute' CODEC(Delta(4), ZSTD(1)),
    event          LowCardinality(String)                        COMMENT 'pageview, engagement, or the name of a custom event',
    n              SimpleAggregateFunction(sum, UInt64)          COMMENT 'Events; read with sum()',
    visitors       AggregateFunction(uniqCombined64(12), UInt64) COMMENT 'Visitors; read with uniqCombined64Merge(12)(visitors)' CODEC(ZSTD(1)),
    sessions       AggregateFunction(uniqCombined64(12), UUID)   COMMENT 'Visits; read with uniqCombined64Merge(12)(sessions)' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toMonday(minute))
ORDER BY (project_id, event, minute)
TTL minute + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Events by minute and name, summed as they arrive; for ranges too long for events';

CREATE MATERIALIZED VIEW IF NOT EXISTS events_1m_mv TO events_1m AS
SELECT project_id, retention_days, toStartOfMinute(toDateTime(e.ts, 'UTC')) AS minute, event,
       count() AS n, uniqCombined64State(12)(e.visitor_id) AS visitors,
       uniqCombined64State(12)(e.session_id) AS sessions
FROM events AS e
GROUP BY project_id, retention_days, minute, event
COMMENT 'Fills events_1m from every insert into events; query events_1m instead';

CREATE TABLE IF NOT EXISTS pages_1h
(
    project_id     UInt32                                        COMMENT 'Project that the row belongs to',
    retention_days UInt16                                        COMMENT 'Days after the hour when the row is deleted',
    hour           DateTime('UTC')                               COMMENT 'Start of the hour' CODEC(Delta(4), ZSTD(1)),
    host           LowCardinality(String)                        COMMENT 'Host name of the page',
    route          LowCardinality(String)                        COMMENT 'Pattern of the page such as /product/[id]',
    channel        LowCardinality(String)                        COMMENT 'Kind of traffic that led to the visit, as in events',
    referrer_host  LowCardinality(String)                        COMMENT 'Host that led to the visit; empty for direct traffic',
    country        LowCardinality(String)                        COMMENT 'Country, ISO 3166-1 alpha-2 such as DE; empty when unknown',
    device         LowCardinality(String)                        COMMENT 'desktop, mobile or tablet',
    pageviews      SimpleAggregateFunction(sum, UInt64)          COMMENT 'Page views; read with sum()',
    visitors       AggregateFunction(uniqCombined64(12), UInt64) COMMENT 'Visitors; read with uniqCombined64Merge(12)(visitors)' CODEC(ZSTD(1)),
    sessions       AggregateFunction(uniqCombined64(12), UUID)   COMMENT 'Visits; read with uniqCombined64Merge(12)(sessions)' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toYYYYMM(hour))
ORDER BY (project_id, hour, route, channel, referrer_host, country, device, host)
TTL hour + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Page views by hour, route, source, country and device, summed as they arrive; for ranges too long for events';

CREATE MATERIALIZED VIEW IF NOT EXISTS pages_1h_mv TO pages_1h AS
SELECT project_id, retention_days, toStartOfHour(toDateTime(e.ts, 'UTC')) AS hour, host, route, channel,
       referrer_host, country, device, count() AS pageviews,
       uniqCombined64State(12)(e.visitor_id) AS visitors, uniqCombined64State(12)(e.session_id) AS sessions
FROM events AS e
WHERE event = 'pageview'
GROUP BY project_id, retention_days, hour, host, route, channel, referrer_host, country, device
COMMENT 'Fills pages_1h from every insert into events; query pages_1h instead';

-- +down
DROP VIEW IF EXISTS pages_1h_mv;
DROP TABLE IF EXISTS pages_1h;
DROP VIEW IF EXISTS events_1m_mv;
DROP TABLE IF EXISTS events_1m;
