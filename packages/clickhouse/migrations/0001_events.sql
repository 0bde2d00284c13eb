-- Page views, engagement and custom events: one row an event.
-- The deduplication window makes insert_deduplication_token work on a single server; ClickHouse Cloud and replicated
-- tables ignore it and use replicated_deduplication_window (raise its _seconds to a day there, to cover replays).

-- +up
CREATE TABLE IF NOT EXISTS events
(
    project_id      UInt32                 COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days  UInt16 DEFAULT 90      COMMENT 'Days after ts when the row is deleted' CODEC(ZSTD(1)),
    ts              DateTime64(3, 'UTC')   COMMENT 'When the event happened, by the visitor''s clock after correction' CODEC(Delta(8), ZSTD(1)),
    received_at     DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the event in' CODEC(Delta(8), ZSTD(1)),
    event_id        UUID                   COMMENT 'Id made in the browser (UUIDv7); a repeated delivery has the same one' CODEC(ZSTD(1)),
    message_id      UUID                   COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    event           LowCardinality(String) COMMENT 'pageview, engagement, or the name of a custom event' CODEC(ZSTD(1)),
    session_id      UUID                   COMMENT 'Visit (UUIDv7, carries the time when the visit began)' CODEC(ZSTD(1)),
    visitor_id      UInt64                 COMMENT 'Anonymous visitor: a keyed hash that nobody can turn back' CODEC(ZSTD(1)),
    user_id         String                 COMMENT 'Id that the site itself gave; empty unless the visitor is identified' CODEC(ZSTD(1)),
    seq             UInt32                 COMMENT 'Number of the event within its visit, from 1, vitals and errors counted too' CODEC(ZSTD(1)),
    host            LowCardinality(String) COMMENT 'Host name of the page' CODEC(ZSTD(1)),
    path            String                 COMMENT 'Path of the page, without query string' CODEC(ZSTD(1)),
    route           LowCardinality(String) COMMENT 'Pattern of the page such as /product/[id]' CODEC(ZSTD(1)),
    referrer_host   LowCardinality(String) COMMENT 'Host that led to the visit, the same on all its rows; empty for direct traffic' CODEC(ZSTD(1)),
    channel         LowCardinality(String) COMMENT 'Kind of traffic that led to the visit: Direct, Organic Search, Paid Search, Organic Social, Paid Social, Email, Referral, Display, Affiliates or AI' CODEC(ZSTD(1)),
    utm_source      LowCardinality(String) COMMENT 'utm_source of the visit''s first page' CODEC(ZSTD(1)),
    utm_medium      LowCardinality(String) COMMENT 'utm_medium of the visit''s first page' CODEC(ZSTD(1)),
    utm_campaign    LowCardinality(String) COMMENT 'utm_campaign of the visit''s first page' CODEC(ZSTD(1)),
    country         LowCardinality(String) COMMENT 'Country by network address, ISO 3166-1 alpha-2 such as DE; empty when unknown' CODEC(ZSTD(1)),
    region          LowCardinality(String) COMMENT 'Region by network address, by its English name' CODEC(ZSTD(1)),
    city            LowCardinality(String) COMMENT 'City by network address, by its English name' CODEC(ZSTD(1)),
    browser         LowCardinality(String) COMMENT 'Browser such as Chrome' CODEC(ZSTD(1)),
    browser_version LowCardinality(String) COMMENT 'Main version of the browser such as 142' CODEC(ZSTD(1)),
    os              LowCardinality(String) COMMENT 'Operating system such as Windows' CODEC(ZSTD(1)),
    device          LowCardinality(String) COMMENT 'desktop, mobile or tablet' CODEC(ZSTD(1)),
    language        LowCardinality(String) COMMENT 'Language of the browser such as en-GB' CODEC(ZSTD(1)),
    viewport_w      UInt16                 COMMENT 'Width of the browser window, CSS pixels' CODEC(ZSTD(1)),
    release         LowCardinality(String) COMMENT 'Release of the site that the visitor ran' CODEC(ZSTD(1)),
    environment     LowCardinality(String) COMMENT 'Deployment such as production or staging' CODEC(ZSTD(1)),
    service         LowCardinality(String) COMMENT 'Part of the site that sent the event, where a site has several' CODEC(ZSTD(1)),
    trace_id        String                 COMMENT 'Trace that the event belongs to; empty when there is none' CODEC(ZSTD(1)),
    duration_ms     UInt32                 COMMENT 'engagement: milliseconds that the page was in the foreground; otherwise 0' CODEC(ZSTD(1)),
    value           Float64                COMMENT 'Number of a custom event that can be summed, such as revenue; otherwise 0' CODEC(ZSTD(1)),
    props           Map(LowCardinality(String), String) COMMENT 'Properties of a custom event' CODEC(ZSTD(1)),
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_message message_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_user    user_id    TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_trace   trace_id   TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_prop_key   mapKeys(props)   TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_prop_value mapValues(props) TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toMonday(ts))
ORDER BY (project_id, toDate(ts), event, visitor_id, ts, event_id)
PRIMARY KEY (project_id, toDate(ts), event, visitor_id)
TTL toDateTime(ts) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Page views, engagement and custom events of all projects, one row an event';

-- +down
DROP TABLE IF EXISTS events;
