-- What senders say they left out, of resources, scopes, events and links, and the flags of links, for which OpenTelemetry's exporter has
-- no columns. Rows leave them out where they are 0; lists of a nested column must be of equal length, which their defaults see to.

-- +up
ALTER TABLE otel_logs
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl,
    ADD COLUMN IF NOT EXISTS ScopeDroppedAttrCount UInt32 COMMENT 'Attributes of the scope that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ScopeAttributes;

ALTER TABLE otel_traces
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl,
    ADD COLUMN IF NOT EXISTS ScopeDroppedAttrCount UInt32 COMMENT 'Attributes of the scope that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ScopeAttributes,
    ADD COLUMN IF NOT EXISTS `Events.DroppedAttributesCount` Array(UInt32) DEFAULT arrayMap(name -> 0, `Events.Name`) COMMENT 'What happened during the span: attributes that the sender or our limits dropped' CODEC(ZSTD(1)) AFTER `Events.Attributes`,
    ADD COLUMN IF NOT EXISTS `Links.DroppedAttributesCount` Array(UInt32) DEFAULT arrayMap(id -> 0, `Links.TraceId`) COMMENT 'Spans that it belongs with: attributes that the sender or our limits dropped' CODEC(ZSTD(1)) AFTER `Links.Attributes`,
    ADD COLUMN IF NOT EXISTS `Links.Flags` Array(UInt32) DEFAULT arrayMap(id -> 0, `Links.TraceId`) COMMENT 'Spans that it belongs with: bit 0: sampled (W3C Trace Context); bits 8 and 9: whether it is remote' CODEC(ZSTD(1)) AFTER `Links.DroppedAttributesCount`;

ALTER TABLE otel_metrics_gauge
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl;
ALTER TABLE otel_metrics_sum
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl;
ALTER TABLE otel_metrics_histogram
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl;
ALTER TABLE otel_metrics_exponential_histogram
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl;
ALTER TABLE otel_metrics_summary
    ADD COLUMN IF NOT EXISTS ResourceDroppedAttrCount UInt32 COMMENT 'Attributes of the resource that its sender or our limits dropped' CODEC(ZSTD(1)) AFTER ResourceSchemaUrl;

-- +down
ALTER TABLE otel_metrics_summary DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
ALTER TABLE otel_metrics_exponential_histogram DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
ALTER TABLE otel_metrics_histogram DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
ALTER TABLE otel_metrics_sum DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
ALTER TABLE otel_metrics_gauge DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
ALTER TABLE otel_traces
    DROP COLUMN IF EXISTS `Links.Flags`,
    DROP COLUMN IF EXISTS `Links.DroppedAttributesCount`,
    DROP COLUMN IF EXISTS `Events.DroppedAttributesCount`,
    DROP COLUMN IF EXISTS ScopeDroppedAttrCount,
    DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
ALTER TABLE otel_logs
    DROP COLUMN IF EXISTS ScopeDroppedAttrCount,
    DROP COLUMN IF EXISTS ResourceDroppedAttrCount;
