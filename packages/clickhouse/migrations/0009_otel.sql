-- Logs, spans and the two kinds of metrics that 0008 left out, in the columns of OpenTelemetry's ClickHouse exporter, so that tools which
-- read those read these. Partitions are days: logs and spans are the bulk, and what runs out is dropped by the partition.
-- The text index needs ClickHouse 26.2.

-- +up
CREATE TABLE IF NOT EXISTS otel_logs
(
    project_id             UInt32               COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days         UInt16 DEFAULT 30    COMMENT 'Days after Timestamp when the row is deleted' CODEC(ZSTD(1)),
    received_at            DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the record in' CODEC(Delta(8), ZSTD(1)),
    message_id             UUID                 COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    seq                    UInt32               COMMENT 'Place of the record in its message: keeps the order of records of the same time' CODEC(ZSTD(1)),
    Timestamp              DateTime64(9, 'UTC') COMMENT 'When it happened, by its sender; when it was observed, where the sender does not say' CODEC(Delta(8), ZSTD(1)),
    TimestampTime          DateTime('UTC') ALIAS toDateTime(Timestamp) COMMENT 'Timestamp in whole seconds, by the exporter''s name',
    ObservedTimestamp      DateTime64(9, 'UTC') COMMENT 'When a collector saw it' CODEC(Delta(8), ZSTD(1)),
    TraceId                String               COMMENT 'Trace that it belongs to, 32 hex digits; empty when there is none' CODEC(ZSTD(1)),
    SpanId                 String               COMMENT 'Span that it belongs to, 16 hex digits; empty when there is none' CODEC(ZSTD(1)),
    TraceFlags             UInt8                COMMENT 'Bit 0: the trace was sampled (W3C Trace Context)' CODEC(ZSTD(1)),
    SeverityText           LowCardinality(String) COMMENT 'Severity in the sender''s words' CODEC(ZSTD(1)),
    SeverityNumber         UInt8                COMMENT '1 to 4 trace, 5 to 8 debug, 9 to 12 info, 13 to 16 warn, 17 to 20 error, 21 to 24 fatal; 0 unknown' CODEC(ZSTD(1)),
    ServiceName            LowCardinality(String) COMMENT 'service.name of the resource' CODEC(ZSTD(1)),
    ResourceAttributes     Map(LowCardinality(String), String) COMMENT 'What the record comes from: service, host, process, deployment' CODEC(ZSTD(1)),
    ResourceSchemaUrl      LowCardinality(String) COMMENT 'Version of the names in ResourceAttributes; may be empty' CODEC(ZSTD(1)),
    ScopeName              String               COMMENT 'Library or part of a program that made the record' CODEC(ZSTD(1)),
    ScopeVersion           LowCardinality(String) COMMENT 'Version of that library' CODEC(ZSTD(1)),
    ScopeAttributes        Map(LowCardinality(String), String) COMMENT 'What else is known of that library' CODEC(ZSTD(1)),
    ScopeSchemaUrl         LowCardinality(String) COMMENT 'Version of the names of attributes; may be empty' CODEC(ZSTD(1)),
    Body                   String               COMMENT 'What the record says; JSON where it is no text' CODEC(ZSTD(1)),
    LogAttributes          Map(LowCardinality(String), String) COMMENT 'What else the record tells' CODEC(ZSTD(1)),
    EventName              String               COMMENT 'Kind of the event, where the record is one' CODEC(ZSTD(1)),
    DroppedAttributesCount UInt32               COMMENT 'Attributes that the sender or our limits dropped' CODEC(ZSTD(1)),
    weight                 Float32 DEFAULT 1    COMMENT 'How many records this one stands for where some are dropped: 1 / the rate; count with sum(weight)' CODEC(ZSTD(1)),
    redacted               Map(LowCardinality(String), UInt16) COMMENT 'What was taken out before the row was stored: how often, by rule:field such as email:body' CODEC(ZSTD(1)),
    INDEX ix_message        message_id                    TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_trace          TraceId                       TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_resource_key   mapKeys(ResourceAttributes)   TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_resource_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_key       mapKeys(LogAttributes)        TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_value     mapValues(LogAttributes)      TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_body           Body                          TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(Body))
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toDate(Timestamp))
ORDER BY (project_id, ServiceName, toDateTime(Timestamp), Timestamp, message_id, seq)
PRIMARY KEY (project_id, ServiceName, toDateTime(Timestamp))
TTL toDateTime(Timestamp) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Log records of all projects, one row a record';

CREATE TABLE IF NOT EXISTS otel_traces
(
    project_id             UInt32               COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days         UInt16 DEFAULT 30    COMMENT 'Days after Timestamp when the row is deleted' CODEC(ZSTD(1)),
    received_at            DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the span in' CODEC(Delta(8), ZSTD(1)),
    message_id             UUID                 COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    seq                    UInt32               COMMENT 'Place of the span in its message: keeps the order of spans of the same time' CODEC(ZSTD(1)),
    Timestamp              DateTime64(9, 'UTC') COMMENT 'When the span began' CODEC(Delta(8), ZSTD(1)),
    TraceId                String               COMMENT 'Trace, 32 hex digits' CODEC(ZSTD(1)),
    SpanId                 String               COMMENT 'Span, 16 hex digits' CODEC(ZSTD(1)),
    ParentSpanId           String               COMMENT 'Span that caused it; empty for the first of a trace' CODEC(ZSTD(1)),
    TraceState             String               COMMENT 'W3C tracestate' CODEC(ZSTD(1)),
    TraceFlags             UInt32               COMMENT 'Bit 0: the trace was sampled (W3C Trace Context); bits 8 and 9: whether the parent is remote' CODEC(ZSTD(1)),
    SpanName               LowCardinality(String) COMMENT 'What was done such as GET /product/:id' CODEC(ZSTD(1)),
    SpanKind               LowCardinality(String) COMMENT 'Internal, Server, Client, Producer, Consumer or Unspecified' CODEC(ZSTD(1)),
    ServiceName            LowCardinality(String) COMMENT 'service.name of the resource' CODEC(ZSTD(1)),
    ResourceAttributes     Map(LowCardinality(String), String) COMMENT 'What the record comes from: service, host, process, deployment' CODEC(ZSTD(1)),
    ResourceSchemaUrl      LowCardinality(String) COMMENT 'Version of the names in ResourceAttributes; may be empty' CODEC(ZSTD(1)),
    ScopeName              String               COMMENT 'Library or part of a program that made the record' CODEC(ZSTD(1)),
    ScopeVersion           LowCardinality(String) COMMENT 'Version of that library' CODEC(ZSTD(1)),
    ScopeAttributes        Map(LowCardinality(String), String) COMMENT 'What else is known of that library' CODEC(ZSTD(1)),
    ScopeSchemaUrl         LowCardinality(String) COMMENT 'Version of the names of attributes; may be empty' CODEC(ZSTD(1)),
    SpanAttributes         Map(LowCardinality(String), String) COMMENT 'What else the span tells' CODEC(ZSTD(1)),
    Duration               UInt64               COMMENT 'Nanoseconds' CODEC(ZSTD(1)),
    StatusCode             LowCardinality(String) COMMENT 'Unset, Ok or Error' CODEC(ZSTD(1)),
    StatusMessage          String               COMMENT 'What went wrong' CODEC(ZSTD(1)),
    `Events.Timestamp`     Array(DateTime64(9, 'UTC')) COMMENT 'What happened during the span: when' CODEC(ZSTD(1)),
    `Events.Name`          Array(LowCardinality(String)) COMMENT 'What happened during the span: what' CODEC(ZSTD(1)),
    `Events.Attributes`    Array(Map(LowCardinality(String), String)) COMMENT 'What happened during the span: details' CODEC(ZSTD(1)),
    `Links.TraceId`        Array(String)        COMMENT 'Spans that it belongs with: their traces' CODEC(ZSTD(1)),
    `Links.SpanId`         Array(String)        COMMENT 'Spans that it belongs with: their ids' CODEC(ZSTD(1)),
    `Links.TraceState`     Array(String)        COMMENT 'Spans that it belongs with: their tracestates' CODEC(ZSTD(1)),
    `Links.Attributes`     Array(Map(LowCardinality(String), String)) COMMENT 'Spans that it belongs with: details' CODEC(ZSTD(1)),
    DroppedEventsCount     UInt32               COMMENT 'Events that the sender or our limits dropped' CODEC(ZSTD(1)),
    DroppedLinksCount      UInt32               COMMENT 'Links that the sender or our limits dropped' CODEC(ZSTD(1)),
    DroppedAttributesCount UInt32               COMMENT 'Attributes that the sender or our limits dropped' CODEC(ZSTD(1)),
    weight                 Float32 DEFAULT 1    COMMENT 'How many records this one stands for where some are dropped: 1 / the rate; count with sum(weight)' CODEC(ZSTD(1)),
    redacted               Map(LowCardinality(String), UInt16) COMMENT 'What was taken out before the row was stored: how often, by rule:field such as email:body' CODEC(ZSTD(1)),
    INDEX ix_message        message_id                    TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_trace          TraceId                       TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_resource_key   mapKeys(ResourceAttributes)   TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_resource_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_key       mapKeys(SpanAttributes)       TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_value     mapValues(SpanAttributes)     TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_duration       Duration                      TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toDate(Timestamp))
ORDER BY (project_id, ServiceName, SpanName, toDateTime(Timestamp), Timestamp, message_id, seq)
PRIMARY KEY (project_id, ServiceName, SpanName, toDateTime(Timestamp))
TTL toDateTime(Timestamp) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Spans of all projects, one row a span';

CREATE TABLE IF NOT EXISTS otel_metrics_exponential_histogram
(
    project_id             UInt32               COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days         UInt16 DEFAULT 30    COMMENT 'Days after TimeUnix when the row is deleted' CODEC(ZSTD(1)),
    received_at            DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the data point in' CODEC(Delta(8), ZSTD(1)),
    message_id             UUID                 COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    ResourceAttributes     Map(LowCardinality(String), String) COMMENT 'What was measured: service, host, instance' CODEC(ZSTD(1)),
    ResourceSchemaUrl      String               COMMENT 'Version of the names in ResourceAttributes; may be empty' CODEC(ZSTD(1)),
    ScopeName              String               COMMENT 'Library or part of a program that measured' CODEC(ZSTD(1)),
    ScopeVersion           String               COMMENT 'Version of that library' CODEC(ZSTD(1)),
    ScopeAttributes        Map(LowCardinality(String), String) COMMENT 'What else is known of that library' CODEC(ZSTD(1)),
    ScopeDroppedAttrCount  UInt32               COMMENT 'Attributes of the scope that its sender dropped' CODEC(ZSTD(1)),
    ScopeSchemaUrl         String               COMMENT 'Version of the names in Attributes; may be empty' CODEC(ZSTD(1)),
    ServiceName            LowCardinality(String) COMMENT 'service.name of the resource' CODEC(ZSTD(1)),
    MetricName             String               COMMENT 'Name of the metric such as http.server.request.duration' CODEC(ZSTD(1)),
    MetricDescription      String               COMMENT 'What the metric tells, in its sender''s words' CODEC(ZSTD(1)),
    MetricUnit             String               COMMENT 'Unit by UCUM such as s, By or {request}' CODEC(ZSTD(1)),
    Attributes             Map(LowCardinality(String), String) COMMENT 'What sets this series of the metric apart from its others' CODEC(ZSTD(1)),
    StartTimeUnix          DateTime64(9, 'UTC') COMMENT 'Since when a sum or a histogram counts' CODEC(Delta(8), ZSTD(1)),
    TimeUnix               DateTime64(9, 'UTC') COMMENT 'When the value was read' CODEC(Delta(8), ZSTD(1)),
    Count                  UInt64               COMMENT 'How many were measured' CODEC(ZSTD(1)),
    Sum                    Float64              COMMENT 'Sum of what was measured' CODEC(ZSTD(1)),
    Scale                  Int32                COMMENT 'Resolution: bounds are powers of 2^(2^-Scale)' CODEC(ZSTD(1)),
    ZeroCount              UInt64               COMMENT 'How many were zero, or nearer to it than ZeroThreshold' CODEC(ZSTD(1)),
    ZeroThreshold          Float64              COMMENT 'What counts as zero' CODEC(ZSTD(1)),
    PositiveOffset         Int32                COMMENT 'Index of the first bucket of positive values' CODEC(ZSTD(1)),
    PositiveBucketCounts   Array(UInt64)        COMMENT 'How many fell into each bucket of positive values' CODEC(ZSTD(1)),
    NegativeOffset         Int32                COMMENT 'Index of the first bucket of negative values' CODEC(ZSTD(1)),
    NegativeBucketCounts   Array(UInt64)        COMMENT 'How many fell into each bucket of negative values' CODEC(ZSTD(1)),
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) COMMENT 'Single measurements kept as examples: attributes that the series leaves out' CODEC(ZSTD(1)),
    `Exemplars.TimeUnix`   Array(DateTime64(9, 'UTC')) COMMENT 'Single measurements kept as examples: when' CODEC(ZSTD(1)),
    `Exemplars.Value`      Array(Float64)       COMMENT 'Single measurements kept as examples: what' CODEC(ZSTD(1)),
    `Exemplars.SpanId`     Array(String)        COMMENT 'Single measurements kept as examples: in which span' CODEC(ZSTD(1)),
    `Exemplars.TraceId`    Array(String)        COMMENT 'Single measurements kept as examples: in which trace' CODEC(ZSTD(1)),
    Flags                  UInt32               COMMENT 'Bit 0: no value was recorded' CODEC(ZSTD(1)),
    Min                    Float64              COMMENT 'The smallest' CODEC(ZSTD(1)),
    Max                    Float64              COMMENT 'The largest' CODEC(ZSTD(1)),
    AggregationTemporality Int32                COMMENT '1: counted since the last report, sum them up; 2: counted since StartTimeUnix, take differences' CODEC(ZSTD(1)),
    INDEX ix_message        message_id                    TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_resource_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_key       mapKeys(Attributes)           TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_value     mapValues(Attributes)         TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toMonday(TimeUnix))
ORDER BY (project_id, ServiceName, MetricName, toStartOfHour(TimeUnix), cityHash64(Attributes), TimeUnix, cityHash64(ResourceAttributes), ScopeName)
PRIMARY KEY (project_id, ServiceName, MetricName, toStartOfHour(TimeUnix))
TTL toDateTime(TimeUnix) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Exponential histograms of all projects, one row a data point';

CREATE TABLE IF NOT EXISTS otel_metrics_summary
(
    project_id             UInt32               COMMENT 'Project that the row belongs to' CODEC(ZSTD(1)),
    retention_days         UInt16 DEFAULT 30    COMMENT 'Days after TimeUnix when the row is deleted' CODEC(ZSTD(1)),
    received_at            DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When the edge took the data point in' CODEC(Delta(8), ZSTD(1)),
    message_id             UUID                 COMMENT 'Queue message that carried the row; tells on redelivery whether it was written before' CODEC(ZSTD(1)),
    ResourceAttributes     Map(LowCardinality(String), String) COMMENT 'What was measured: service, host, instance' CODEC(ZSTD(1)),
    ResourceSchemaUrl      String               COMMENT 'Version of the names in ResourceAttributes; may be empty' CODEC(ZSTD(1)),
    ScopeName              String               COMMENT 'Library or part of a program that measured' CODEC(ZSTD(1)),
    ScopeVersion           String               COMMENT 'Version of that library' CODEC(ZSTD(1)),
    ScopeAttributes        Map(LowCardinality(String), String) COMMENT 'What else is known of that library' CODEC(ZSTD(1)),
    ScopeDroppedAttrCount  UInt32               COMMENT 'Attributes of the scope that its sender dropped' CODEC(ZSTD(1)),
    ScopeSchemaUrl         String               COMMENT 'Version of the names in Attributes; may be empty' CODEC(ZSTD(1)),
    ServiceName            LowCardinality(String) COMMENT 'service.name of the resource' CODEC(ZSTD(1)),
    MetricName             String               COMMENT 'Name of the metric such as http.server.request.duration' CODEC(ZSTD(1)),
    MetricDescription      String               COMMENT 'What the metric tells, in its sender''s words' CODEC(ZSTD(1)),
    MetricUnit             String               COMMENT 'Unit by UCUM such as s, By or {request}' CODEC(ZSTD(1)),
    Attributes             Map(LowCardinality(String), String) COMMENT 'What sets this series of the metric apart from its others' CODEC(ZSTD(1)),
    StartTimeUnix          DateTime64(9, 'UTC') COMMENT 'Since when a sum or a histogram counts' CODEC(Delta(8), ZSTD(1)),
    TimeUnix               DateTime64(9, 'UTC') COMMENT 'When the value was read' CODEC(Delta(8), ZSTD(1)),
    Count                  UInt64               COMMENT 'How many were measured' CODEC(ZSTD(1)),
    Sum                    Float64              COMMENT 'Sum of what was measured' CODEC(ZSTD(1)),
    `ValueAtQuantiles.Quantile` Array(Float64)  COMMENT 'Quantiles, 0 to 1' CODEC(ZSTD(1)),
    `ValueAtQuantiles.Value` Array(Float64)     COMMENT 'Their values' CODEC(ZSTD(1)),
    Flags                  UInt32               COMMENT 'Bit 0: no value was recorded' CODEC(ZSTD(1)),
    INDEX ix_message        message_id                    TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_resource_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_key       mapKeys(Attributes)           TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_attr_value     mapValues(Attributes)         TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (retention_days, toMonday(TimeUnix))
ORDER BY (project_id, ServiceName, MetricName, toStartOfHour(TimeUnix), cityHash64(Attributes), TimeUnix, cityHash64(ResourceAttributes), ScopeName)
PRIMARY KEY (project_id, ServiceName, MetricName, toStartOfHour(TimeUnix))
TTL toDateTime(TimeUnix) + toIntervalDay(retention_days)
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Summaries of all projects, one row a data point';

-- +down
DROP TABLE IF EXISTS otel_metrics_summary;
DROP TABLE IF EXISTS otel_metrics_exponential_histogram;
DROP TABLE IF EXISTS otel_traces;
DROP TABLE IF EXISTS otel_logs;
