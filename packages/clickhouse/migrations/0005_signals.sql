-- Requests, resources, navigations, long frames, interactions and flags stand in events, under names that begin with
-- browser. or feature_flag.; what they have beyond other events gets columns. Vitals learn which interaction they belong to.

-- +up
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS target       String DEFAULT '' COMMENT 'What the event is about: host and path of a request, a resource or a script, CSS selector of what was clicked, key of a flag' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS status       UInt16 DEFAULT 0  COMMENT 'HTTP status of a request, a resource or a navigation; 0 when there was no answer or it is unknown' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS span_id      String DEFAULT '' COMMENT 'Span that the request named in traceparent: parent of the back end''s first span; empty when it sent none' CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS scroll_depth UInt8  DEFAULT 0  COMMENT 'engagement: deepest part of the page that was seen so far, percent of its height' CODEC(ZSTD(1)),
    COMMENT COLUMN IF EXISTS event        'pageview, engagement, browser.request, browser.resource, browser.navigation, browser.long_frame, browser.interaction, feature_flag.evaluation, or the name of a custom event',
    COMMENT COLUMN IF EXISTS trace_id     'Trace that the event belongs to: what an interaction causes shares its trace; empty when there is none',
    COMMENT COLUMN IF EXISTS duration_ms  'engagement: milliseconds that the page was in the foreground; requests and other timed events: milliseconds that they took',
    COMMENT COLUMN IF EXISTS props        'Properties of the event, those that the site gave for the whole visit among them';

ALTER TABLE web_vitals
    ADD COLUMN IF NOT EXISTS trace_id String DEFAULT '' COMMENT 'Trace of the interaction that the value belongs to; empty when there is none' CODEC(ZSTD(1));

ALTER TABLE web_vitals
    ADD INDEX IF NOT EXISTS ix_trace trace_id TYPE bloom_filter(0.01) GRANULARITY 1;

-- +down
ALTER TABLE web_vitals DROP INDEX IF EXISTS ix_trace;
ALTER TABLE web_vitals DROP COLUMN IF EXISTS trace_id;
ALTER TABLE events
    DROP COLUMN IF EXISTS target,
    DROP COLUMN IF EXISTS status,
    DROP COLUMN IF EXISTS span_id,
    DROP COLUMN IF EXISTS scroll_depth,
    COMMENT COLUMN IF EXISTS event        'pageview, engagement, or the name of a custom event',
    COMMENT COLUMN IF EXISTS trace_id     'Trace that the event belongs to; empty when there is none',
    COMMENT COLUMN IF EXISTS duration_ms  'engagement: milliseconds that the page was in the foreground; otherwise 0',
    COMMENT COLUMN IF EXISTS props        'Properties of a custom event';
