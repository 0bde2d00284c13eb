-- Sites may send a part of their visits alone. Each row says how many it stands for, so that sums of weights are honest counts.
-- The SDK keeps or drops whole visits, so all rows of a visit have the same weight.

-- +up
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS weight Float32 DEFAULT 1 COMMENT 'How many events this one stands for where the site samples: 1 / the rate; count with sum(weight)' CODEC(ZSTD(1));
ALTER TABLE web_vitals
    ADD COLUMN IF NOT EXISTS weight Float32 DEFAULT 1 COMMENT 'How many measurements this one stands for where the site samples: 1 / the rate; count with sum(weight)' CODEC(ZSTD(1));
ALTER TABLE errors
    ADD COLUMN IF NOT EXISTS weight Float32 DEFAULT 1 COMMENT 'How many errors this one stands for where the site samples: 1 / the rate; count with sum(weight)' CODEC(ZSTD(1));
ALTER TABLE sessions
    ADD COLUMN IF NOT EXISTS weight SimpleAggregateFunction(max, Float32) DEFAULT 1 COMMENT 'How many visits this one stands for where the site samples; read with max()' CODEC(ZSTD(1));

-- In place, and not by a new view: rows that come in between the dropping and the making would belong to no visit.
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
       any(e.release) AS release, any(e.environment) AS environment
FROM events AS e
GROUP BY project_id, retention_days, started_at, session_id;

ALTER TABLE sessions DROP COLUMN IF EXISTS weight;
ALTER TABLE errors DROP COLUMN IF EXISTS weight;
ALTER TABLE web_vitals DROP COLUMN IF EXISTS weight;
ALTER TABLE events DROP COLUMN IF EXISTS weight;
