-- The last two things of OpenTelemetry's protocol that had no column, nor have one in its exporter: the entities of a resource, and what is
-- said of a metric beside its name, unit and description. Rows leave them out where they are empty; lists of a nested column must be of
-- equal length, which their defaults see to. Keys are lists in lists and not a text of their own: JSON carries them as they are, and
-- has(arrayFlatten(ResourceEntityRefs.IdKeys), 'host.id') finds them.

-- +up
ALTER TABLE otel_logs
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`;

ALTER TABLE otel_traces
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`;

ALTER TABLE otel_metrics_gauge
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`,
    ADD COLUMN IF NOT EXISTS MetricMetadata Map(LowCardinality(String), String) COMMENT 'What else the sender says of the metric, such as prometheus.type' CODEC(ZSTD(1)) AFTER MetricUnit;

ALTER TABLE otel_metrics_sum
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`,
    ADD COLUMN IF NOT EXISTS MetricMetadata Map(LowCardinality(String), String) COMMENT 'What else the sender says of the metric, such as prometheus.type' CODEC(ZSTD(1)) AFTER MetricUnit;

ALTER TABLE otel_metrics_histogram
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`,
    ADD COLUMN IF NOT EXISTS MetricMetadata Map(LowCardinality(String), String) COMMENT 'What else the sender says of the metric, such as prometheus.type' CODEC(ZSTD(1)) AFTER MetricUnit;

ALTER TABLE otel_metrics_exponential_histogram
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`,
    ADD COLUMN IF NOT EXISTS MetricMetadata Map(LowCardinality(String), String) COMMENT 'What else the sender says of the metric, such as prometheus.type' CODEC(ZSTD(1)) AFTER MetricUnit;

ALTER TABLE otel_metrics_summary
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.Type` Array(LowCardinality(String)) COMMENT 'Entities that it is of: their types such as service or host' CODEC(ZSTD(1)) AFTER ResourceDroppedAttrCount,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.IdKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that tell one from others of its type' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.Type`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.DescriptionKeys` Array(Array(LowCardinality(String))) DEFAULT arrayMap(type -> [], `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: keys of ResourceAttributes that describe one' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.IdKeys`,
    ADD COLUMN IF NOT EXISTS `ResourceEntityRefs.SchemaUrl` Array(LowCardinality(String)) DEFAULT arrayMap(type -> '', `ResourceEntityRefs.Type`) COMMENT 'Entities that it is of: versions of the names in the other three; may be empty' CODEC(ZSTD(1)) AFTER `ResourceEntityRefs.DescriptionKeys`,
    ADD COLUMN IF NOT EXISTS MetricMetadata Map(LowCardinality(String), String) COMMENT 'What else the sender says of the metric, such as prometheus.type' CODEC(ZSTD(1)) AFTER MetricUnit;

-- +down
ALTER TABLE otel_metrics_summary
    DROP COLUMN IF EXISTS MetricMetadata,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
ALTER TABLE otel_metrics_exponential_histogram
    DROP COLUMN IF EXISTS MetricMetadata,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
ALTER TABLE otel_metrics_histogram
    DROP COLUMN IF EXISTS MetricMetadata,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
ALTER TABLE otel_metrics_sum
    DROP COLUMN IF EXISTS MetricMetadata,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
ALTER TABLE otel_metrics_gauge
    DROP COLUMN IF EXISTS MetricMetadata,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
ALTER TABLE otel_traces
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
ALTER TABLE otel_logs
    DROP COLUMN IF EXISTS `ResourceEntityRefs.SchemaUrl`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.DescriptionKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.IdKeys`,
    DROP COLUMN IF EXISTS `ResourceEntityRefs.Type`;
