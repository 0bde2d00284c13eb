-- Errors: one row an occurrence.

-- +up
CREATE TABLE IF NOT EXISTS errors
(
    project_id     UInt32                 COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days UInt16 DEFAULT 90      COMMENT 'Days after ts when the row is deleted' CODEC(ZSTD(1)),
    ts             DateTime64(3, 'UTC')   COMMENT 'When the error happened, by the visitor''s clock after correction' CODEC(Delta(8), ZSTD(1)),
    received_at    DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the event in' CODEC(Delta(8), ZSTD(1)),
    event_id       UUID                   COMMENT 'Id made in the browser (UUIDv7); a repeated delivery has the same one' CODEC(ZSTD(1)),
    message_id     UUID                   COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    issue_id       UInt64                 COMMENT 'Issue: hash of the fingerprint that all occurrences of one fault share' CODEC(ZSTD(1)),
    type           LowCardinality(String) COMMENT 'Class of the error such as TypeError' CODEC(ZSTD(1)),
    message        String                 COMMENT 'Text of the error' CODEC(ZSTD(1)),
    culprit        LowCardinality(String) COMMENT 'Function and file where the error was thrown' CODEC(ZSTD(1)),
    level          LowCardinality(String) COMMENT 'error, warning or info' CODEC(ZSTD(1)),
    handled        UInt8                  COMMENT '1 when the site caught the error and reported it, 0 when nobody caught it',
    stack_raw      String                 COMMENT 'Stack as the browser gave it' CODEC(ZSTD(3)),
    frames         String                 COMMENT 'Stack frames after symbolication, JSON' CODEC(ZSTD(3)),
    breadcrumbs    String                 COMMENT 'What happened just before, JSON' CODEC(ZSTD(3)),
    session_id     UUID                   COMMENT 'Visit (UUIDv7, carries the time when the visit began)' CODEC(ZSTD(1)),
    visitor_id     UInt64                 COMMENT 'Anonymous visitor: a keyed hash that nobody can turn back' CODEC(ZSTD(1)),
    user_id        String                 COMMENT 'Id that the site itself gave; empty unless the visitor is identified' CODEC(ZSTD(1)),
    host           LowCardinality(String) COMMENT 'Host name of the page' CODEC(ZSTD(1)),
    path           String                 COMMENT 'Path of the page, without query string' CODEC(ZSTD(1)),
    route          LowCardinality(String) COMMENT 'Pattern of the page such as /product/[id]' CODEC(ZSTD(1)),
    browser        LowCardinality(String) COMMENT 'Browser such as Chrome' CODEC(ZSTD(1)),
    os             LowCardinality(String) COMMENT 'Operating system such as Windows' CODEC(ZSTD(1)),
    device         LowCardinality(String) COMMENT 'desktop, mobile or tablet' CODEC(ZSTD(1)),
    country        LowCardinality(String) COMMENT 'Country by network address, ISO 3166-1 alpha-2 such as DE; empty when unknown' CODEC(ZSTD(1)),
    release        LowCardinality(String) COMMENT 'Release of the site that the visitor ran' CODEC(ZSTD(1)),
    environment    LowCardinality(String) COMMENT 'Deployment such as production or staging' CODEC(ZSTD(1)),
    trace_id       String                 COMMENT 'Trace that the error belongs to; empty when there is none' CODEC(ZSTD(1)),
    span_id        String                 COMMENT 'Span that the error belongs to; empty when there is none' CODEC(ZSTD(1)),
    tags           Map(LowCardinality(String), String) COMMENT 'Properties that the site reported with the error' CODEC(ZSTD(1)),
    INDEX ix_event   event_id   TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_message message_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_trace   trace_id   TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_user    user_id    TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toMonday(ts))
ORDER BY (project_id, issue_id, ts, event_id)
PRIMARY KEY (project_id, issue_id, ts)
TTL toDateTime(ts) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Errors of all projects, one row an occurrence';

-- +down
DROP TABLE IF EXISTS errors;
