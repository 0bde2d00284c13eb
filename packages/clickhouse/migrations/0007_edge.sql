-- What the edge knows about a row beside its content. Rows from before have the defaults: nothing was redacted, nothing clamped.
-- The edge may keep a part of the visits alone, and then still keeps what is slow: such a row has a weight of its own (1), and says by
-- session_weight that its visit was not kept, or it would be counted among the visits.

-- +up
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS as_organisation LowCardinality(String) COMMENT 'Organisation of the visitor''s network such as Deutsche Telekom AG; empty when unknown' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS bot UInt8 COMMENT '1 where the browser says that it is a robot; robots are kept, filter them out by bot = 0' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS clock_skew_ms Int32 COMMENT 'How far the visitor''s clock was ahead of ours, milliseconds; ts is put right where it was more than a minute' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS clamped UInt8 COMMENT '1 where the event said to come from the future, and has the minute of received_at as its ts' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS redacted Map(LowCardinality(String), UInt16) COMMENT 'What was taken out before the row was stored: how often, by rule:field such as email:props.note' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS session_weight Float32 DEFAULT weight COMMENT 'How many visits the row''s one stands for; 0 where the visit was not kept and this row alone was' CODEC(ZSTD(1));
ALTER TABLE web_vitals
    ADD COLUMN IF NOT EXISTS as_organisation LowCardinality(String) COMMENT 'Organisation of the visitor''s network such as Deutsche Telekom AG; empty when unknown' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS bot UInt8 COMMENT '1 where the browser says that it is a robot; robots are kept, filter them out by bot = 0' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS clock_skew_ms Int32 COMMENT 'How far the visitor''s clock was ahead of ours, milliseconds; ts is put right where it was more than a minute' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS clamped UInt8 COMMENT '1 where the event said to come from the future, and has the minute of received_at as its ts' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS redacted Map(LowCardinality(String), UInt16) COMMENT 'What was taken out before the row was stored: how often, by rule:field such as email:props.note' CODEC(ZSTD(1));
ALTER TABLE errors
    ADD COLUMN IF NOT EXISTS as_organisation LowCardinality(String) COMMENT 'Organisation of the visitor''s network such as Deutsche Telekom AG; empty when unknown' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS bot UInt8 COMMENT '1 where the browser says that it is a robot; robots are kept, filter them out by bot = 0' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS clock_skew_ms Int32 COMMENT 'How far the visitor''s clock was ahead of ours, milliseconds; ts is put right where it was more than a minute' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS clamped UInt8 COMMENT '1 where the event said to come from the future, and has the minute of received_at as its ts' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS redacted Map(LowCardinality(String), UInt16) COMMENT 'What was taken out before the row was stored: how often, by rule:field such as email:props.note' CODEC(ZSTD(1));

ALTER TABLE sessions_mv MODIFY QUERY
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
       any(e.release) AS release, any(e.environment) AS environment, max(e.session_weight) AS weight
FROM events AS e
GROUP BY project_id, retention_days, started_at, session_id;

-- +down
ALTER TABLE sessions_mv MODIFY QUERY
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
       any(e.release) AS release, any(e.environment) AS environment, max(e.weight) AS weight
FROM events AS e
GROUP BY project_id, retention_days, started_at, session_id;

ALTER TABLE events DROP COLUMN IF EXISTS session_weight;
ALTER TABLE events
    DROP COLUMN IF EXISTS redacted,
    DROP COLUMN IF EXISTS clamped,
    DROP COLUMN IF EXISTS clock_skew_ms,
    DROP COLUMN IF EXISTS bot,
    DROP COLUMN IF EXISTS as_organisation;
ALTER TABLE web_vitals
    DROP COLUMN IF EXISTS redacted,
    DROP COLUMN IF EXISTS clamped,
    DROP COLUMN IF EXISTS clock_skew_ms,
    DROP COLUMN IF EXISTS bot,
    DROP COLUMN IF EXISTS as_organisation;
ALTER TABLE errors
    DROP COLUMN IF EXISTS redacted,
    DROP COLUMN IF EXISTS clamped,
    DROP COLUMN IF EXISTS clock_skew_ms,
    DROP COLUMN IF EXISTS bot,
    DROP COLUMN IF EXISTS as_organisation;
