-- Web Vitals: one row a measurement.

-- +up
CREATE TABLE IF NOT EXISTS web_vitals
(
    project_id      UInt32                 COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days  UInt16 DEFAULT 90      COMMENT 'Days after ts when the row is deleted' CODEC(ZSTD(1)),
    ts              DateTime64(3, 'UTC')   COMMENT 'When the value was reported, by the visitor''s clock after correction' CODEC(Delta(8), ZSTD(1)),
    received_at     DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the event in' CODEC(Delta(8), ZSTD(1)),
    event_id        UUID                   COMMENT 'Id made in the browser (UUIDv7); a repeated delivery has the same one' CODEC(ZSTD(1)),
    message_id      UUID                   COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    metric          LowCardinality(String) COMMENT 'LCP, INP, CLS, FCP or TTFB' CODEC(ZSTD(1)),
    value           Float32                COMMENT 'Milliseconds; CLS is a score without unit' CODEC(ZSTD(1)),
    rating          LowCardinality(String) COMMENT 'good, needs-improvement or poor, by the thresholds of web.dev' CODEC(ZSTD(1)),
    session_id      UUID                   COMMENT 'Visit (UUIDv7, carries the time when the visit began)' CODEC(ZSTD(1)),
    visitor_id      UInt64                 COMMENT 'Anonymous visitor: a keyed hash that nobody can turn back' CODEC(ZSTD(1)),
    host            LowCardinality(String) COMMENT 'Host name of the page' CODEC(ZSTD(1)),
    route           LowCardinality(String) COMMENT 'Pattern of the page such as /product/[id]' CODEC(ZSTD(1)),
    path            String                 COMMENT 'Path of the page, without query string' CODEC(ZSTD(1)),
    device          LowCardinality(String) COMMENT 'desktop, mobile or tablet' CODEC(ZSTD(1)),
    country         LowCardinality(String) COMMENT 'Country by network address, ISO 3166-1 alpha-2 such as DE; empty when unknown' CODEC(ZSTD(1)),
    browser         LowCardinality(String) COMMENT 'Browser such as Chrome' CODEC(ZSTD(1)),
    navigation_type LowCardinality(String) COMMENT 'How the page was reached: navigate, reload, back-forward, prerender, soft-navigation and others' CODEC(ZSTD(1)),
    release         LowCardinality(String) COMMENT 'Release of the site that the visitor ran' CODEC(ZSTD(1)),
    environment     LowCardinality(String) COMMENT 'Deployment such as production or staging' CODEC(ZSTD(1)),
    target          LowCardinality(String) COMMENT 'CSS selector of the element that the metric blames' CODEC(ZSTD(1)),
    attribution     Map(LowCardinality(String), String) COMMENT 'Parts of the value and other causes, as the web-vitals library gives them' CODEC(ZSTD(1)),
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_message message_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toMonday(ts))
ORDER BY (project_id, metric, toDate(ts), route, ts, event_id)
PRIMARY KEY (project_id, metric, toDate(ts), route)
TTL toDateTime(ts) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Web Vitals of all projects, one row a measurement';

-- +down
DROP TABLE IF EXISTS web_vitals;
