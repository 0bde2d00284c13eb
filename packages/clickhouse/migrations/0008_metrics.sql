-- Metrics, one row a data point, with the columns of OpenTelemetry's ClickHouse exporter. Perigee's own figures are the first to
-- lie here, under project 4294967295.
-- A series writes one point at a time, so equal keys are the same point sent again, and collapse. Partitions are weeks as in the
-- other tables: one INSERT carries many projects, each with its own retention, and must not spread over a hundred partitions.

-- +up
CREATE TABLE IF NOT EXISTS otel_metrics_sum
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
    Value                  Float64              COMMENT 'What was counted' CODEC(ZSTD(1)),
    Flags                  UInt32               COMMENT 'Bit 0: no value was recorded' CODEC(ZSTD(1)),
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) COMMENT 'Single measurements kept as examples: attributes that the series leaves out' CODEC(ZSTD(1)),
    `Exemplars.TimeUnix`   Array(DateTime64(9, 'UTC')) COMMENT 'Single measurements kept as examples: when' CODEC(ZSTD(1)),
    `Exemplars.Value`      Array(Float64)       COMMENT 'Single measurements kept as examples: what' CODEC(ZSTD(1)),
    `Exemplars.SpanId`     Array(String)        COMMENT 'Single measurements kept as examples: in which span' CODEC(ZSTD(1)),
    `Exemplars.TraceId`    Array(String)        COMMENT 'Single measurements kept as examples: in which trace' CODEC(ZSTD(1)),
    AggregationTemporality Int32                COMMENT '1: counted since the last report, sum them up; 2: counted since StartTimeUnix, take differences' CODEC(ZSTD(1)),
    IsMonotonic            Boolean              COMMENT 'Whether it only ever grows' CODEC(ZSTD(1)),
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
COMMENT 'Sums and counters of all projects, one row a data point';

CREATE TABLE IF NOT EXISTS otel_metrics_gauge
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
    Value                  Float64              COMMENT 'What was read' CODEC(ZSTD(1)),
    Flags                  UInt32               COMMENT 'Bit 0: no value was recorded' CODEC(ZSTD(1)),
    `Exemplars.FilteredAttributes` Array(Map(LowCardinality(String), String)) COMMENT 'Single measurements kept as examples: attributes that the series leaves out' CODEC(ZSTD(1)),
    `Exemplars.TimeUnix`   Array(DateTime64(9, 'UTC')) COMMENT 'Single measurements kept as examples: when' CODEC(ZSTD(1)),
    `Exemplars.Value`      Array(Float64)       COMMENT 'Single measurements kept as examples: what' CODEC(ZSTD(1)),
    `Exemplars.SpanId`     Array(String)        COMMENT 'Single measurements kept as examples: in which span' CODEC(ZSTD(1)),
    `Exemplars.TraceId`    Array(String)        COMMENT 'Single measurements kept as examples: in which trace' CODEC(ZSTD(1)),
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
COMMENT 'Gauges of all projects, one row a data point';

CREATE TABLE IF NOT EXISTS otel_metrics_histogram
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
    BucketCounts           Array(UInt64)        COMMENT 'How many fell into each bucket; one more than there are bounds' CODEC(ZSTD(1)),
    ExplicitBounds         Array(Float64)       COMMENT 'Upper bounds of the buckets, each belongs to its bucket; the last bucket has none' CODEC(ZSTD(1)),
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
COMMENT 'Histograms with explicit bounds of all projects, one row a data point';

-- +down
DROP TABLE IF EXISTS otel_metrics_histogram;
DROP TABLE IF EXISTS otel_metrics_gauge;
DROP TABLE IF EXISTS otel_metrics_sum;
