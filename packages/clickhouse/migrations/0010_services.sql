-- The services that have sent something, found by themselves: which, in which environment, which kinds of telemetry, from when to when.
-- Nothing here is a sum. ClickHouse commits a table before the views on it, and a view may be fed twice when a batch is sent again; the
-- earliest and the latest time are the same however often a row is counted, and the next row puts right what one left out. For the same
-- reason the table has no deduplication window: what is sent again is welcome.
-- A row a day, so that what is no longer heard of runs out although its days are merged one by one.

-- +up
CREATE TABLE IF NOT EXISTS services
(
    project_id  UInt32                 COMMENT 'Project that the service belongs to' CODEC(ZSTD(1)),
    day         Date                   COMMENT 'Day in UTC that the row tells of' CODEC(ZSTD(1)),
    service     LowCardinality(String) COMMENT 'service.name of the resource, or the name that the site gave its part' CODEC(ZSTD(1)),
    environment LowCardinality(String) COMMENT 'deployment.environment.name of the resource such as production; empty when unknown' CODEC(ZSTD(1)),
    signal      LowCardinality(String) COMMENT 'events, logs, spans or metrics' CODEC(ZSTD(1)),
    first_seen  SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First of the day, by the sender''s clock; read with min()' CODEC(Delta(8), ZSTD(1)),
    last_seen   SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last of the day, by the sender''s clock; read with max()' CODEC(Delta(8), ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (project_id, service, environment, signal, day)
PRIMARY KEY (project_id, service)
TTL day + toIntervalDay(400)
SETTINGS ttl_only_drop_parts = 1
COMMENT 'Services of all projects by environment, signal and day; GROUP BY service, environment to get one row each';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_events_mv TO services AS
SELECT project_id, toDate(e.ts) AS day, service, environment, 'events' AS signal, min(e.ts) AS first_seen, max(e.ts) AS last_seen
FROM events AS e
WHERE service != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into events; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_logs_mv TO services AS
SELECT project_id, toDate(r.Timestamp) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'logs' AS signal, toDateTime64(min(r.Timestamp), 3, 'UTC') AS first_seen, toDateTime64(max(r.Timestamp), 3, 'UTC') AS last_seen
FROM otel_logs AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_logs; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_spans_mv TO services AS
SELECT project_id, toDate(r.Timestamp) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'spans' AS signal, toDateTime64(min(r.Timestamp), 3, 'UTC') AS first_seen, toDateTime64(max(r.Timestamp), 3, 'UTC') AS last_seen
FROM otel_traces AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_traces; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_gauge_mv TO services AS
SELECT project_id, toDate(r.TimeUnix) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'metrics' AS signal, toDateTime64(min(r.TimeUnix), 3, 'UTC') AS first_seen, toDateTime64(max(r.TimeUnix), 3, 'UTC') AS last_seen
FROM otel_metrics_gauge AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_metrics_gauge; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_sum_mv TO services AS
SELECT project_id, toDate(r.TimeUnix) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'metrics' AS signal, toDateTime64(min(r.TimeUnix), 3, 'UTC') AS first_seen, toDateTime64(max(r.TimeUnix), 3, 'UTC') AS last_seen
FROM otel_metrics_sum AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_metrics_sum; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_histogram_mv TO services AS
SELECT project_id, toDate(r.TimeUnix) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'metrics' AS signal, toDateTime64(min(r.TimeUnix), 3, 'UTC') AS first_seen, toDateTime64(max(r.TimeUnix), 3, 'UTC') AS last_seen
FROM otel_metrics_histogram AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_metrics_histogram; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_exponential_histogram_mv TO services AS
SELECT project_id, toDate(r.TimeUnix) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'metrics' AS signal, toDateTime64(min(r.TimeUnix), 3, 'UTC') AS first_seen, toDateTime64(max(r.TimeUnix), 3, 'UTC') AS last_seen
FROM otel_metrics_exponential_histogram AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_metrics_exponential_histogram; query services instead';

CREATE MATERIALIZED VIEW IF NOT EXISTS services_summary_mv TO services AS
SELECT project_id, toDate(r.TimeUnix) AS day, ServiceName AS service,
       if(ResourceAttributes['deployment.environment.name'] != '', ResourceAttributes['deployment.environment.name'],
          ResourceAttributes['deployment.environment']) AS environment,
       'metrics' AS signal, toDateTime64(min(r.TimeUnix), 3, 'UTC') AS first_seen, toDateTime64(max(r.TimeUnix), 3, 'UTC') AS last_seen
FROM otel_metrics_summary AS r
WHERE ServiceName != ''
GROUP BY project_id, day, service, environment
COMMENT 'Fills services from every insert into otel_metrics_summary; query services instead';

-- Of the tables that are older than this view only events holds what customers sent; the rest are Perigee's own metrics. A row that comes
-- in meanwhile is counted twice, which changes nothing.
INSERT INTO services
SELECT project_id, toDate(e.ts) AS day, service, environment, 'events' AS signal, min(e.ts) AS first_seen, max(e.ts) AS last_seen
FROM events AS e
WHERE service != ''
GROUP BY project_id, day, service, environment;

-- +down
DROP VIEW IF EXISTS services_summary_mv;
DROP VIEW IF EXISTS services_exponential_histogram_mv;
DROP VIEW IF EXISTS services_histogram_mv;
DROP VIEW IF EXISTS services_sum_mv;
DROP VIEW IF EXISTS services_gauge_mv;
DROP VIEW IF EXISTS services_spans_mv;
DROP VIEW IF EXISTS services_logs_mv;
DROP VIEW IF EXISTS services_events_mv;
DROP TABLE IF EXISTS services;
