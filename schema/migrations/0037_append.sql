-- Appending set by set instead of act by act: what is asked for each act and event costs a statement no longer.
SET ROLE es_owner;

ALTER TYPE es.verdict ADD ATTRIBUTE command_id uuid;

-- To which entry of a list each of its parts belongs: {2,1} gives {1,1,2}.
CREATE FUNCTION es.owners(p_counts integer[]) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT array_agg(c.n::integer) FROM unnest(p_counts) WITH ORDINALITY AS c (count, n), generate_series(1, c.count));
END
$$;
REVOKE ALL ON FUNCTION es.owners(integer[]) FROM PUBLIC;

-- All acts of a batch, or none: where something stands against one or more of them, their verdicts come back and nothing is written; the
-- caller gives the others again. No two acts of a batch may share a command, a stream or a claim; the unique keys see to that.
--
-- The row of es.head is locked first and held to commit. Every change of streams, commands and claims of a log happens under it, so
-- what is read after it is true until commit, and no other lock is needed.
CREATE OR REPLACE FUNCTION es.append_acts(p_log smallint, b es.batch, p_recorded_at timestamptz[]) RETURNS SETOF es.verdict LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    tip       es.head;
    moment    timestamptz;
    -- lists as variables of their own: an element is found at once, in a field of a row it is searched
    commands  uuid[] := b.command_id;
    ids       uuid[] := b.stream_id;
    types     text[] := b.stream_type;
    -- by stream, event, claim and key: whose it is
    act_of    integer[] := es.owners(b.streams);
    stream_of integer[] := es.owners(b.events);
    claimant  integer[] := es.owners(b.claims);
    key_act   integer[] := es.owners(b.keys);
    -- by stream
    versions  integer[];      -- before the act
    bases     integer[];      -- the version of event n of the batch is its stream's base + n
    mistaken  uuid[];         -- streams that are of another type
    -- by act
    firsts    bigint[];
    lasts     bigint[];
    -- by event
    leaves    bytea[];
    chains    bytea[];
    leaf      bytea;
BEGIN
    SELECT * INTO tip FROM es.head WHERE log = p_log FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no log %', p_log;
    ELSIF 1 > ANY (b.streams) OR 1 > ANY (b.events) THEN
        RAISE EXCEPTION 'an act has no event';
    END IF;
    moment := greatest(clock_timestamp(), tip.recorded_at);

    SELECT array_agg(coalesce(s.version, 0) ORDER BY u.n), array_agg(coalesce(s.version, 0) - u.upto + u.events ORDER BY u.n),
           array_agg(u.id) FILTER (WHERE s.stream_type <> u.type)
    INTO versions, bases, mistaken
    FROM (SELECT *, sum(events) OVER (ORDER BY n) AS upto FROM unnest(ids, types, b.events) WITH ORDINALITY AS u (id, type, events, n)) AS u
    LEFT JOIN es.streams AS s ON s.log = p_log AND s.stream_id = u.id;

    -- May they? An act that was done before is that, whatever else stands against it.
    RETURN QUERY
        SELECT 'done_before', c.first_position, c.last_position, c.recorded_at, c.answer, NULL::uuid, NULL::integer, NULL::text, u.id
        FROM unnest(commands) AS u (id) JOIN es.commands AS c ON c.command_id = u.id
        UNION ALL
        SELECT 'stale', NULL, NULL, NULL, NULL, u.id, u.version, NULL, commands[act_of[u.n]]
        FROM unnest(ids, b.expected, versions) WITH ORDINALITY AS u (id, expected, version, n) WHERE u.expected <> u.version
        UNION ALL
        SELECT 'claim_taken', NULL, NULL, NULL, NULL, NULL, NULL, u.kind, commands[claimant[u.n]]
        FROM unnest(b.claim_kind, b.claim_key) WITH ORDINALITY AS u (kind, key, n) JOIN es.claims AS c ON c.kind = u.kind AND c.key = u.key;
    IF FOUND THEN
        RETURN;
    ELSIF mistaken IS NOT NULL THEN
        RAISE EXCEPTION 'streams % are of another type', mistaken;
    ELSIF p_recorded_at IS NOT NULL THEN
        PERFORM es.refuse_backwards(p_recorded_at, tip.recorded_at, moment);
    END IF;

    -- Then they are done.
    SELECT array_agg(tip.position + a.first ORDER BY a.act), array_agg(tip.position + a.last ORDER BY a.act) INTO firsts, lasts
    FROM (SELECT act_of[stream] AS act, min(n) AS first, max(n) AS last FROM unnest(stream_of) WITH ORDINALITY AS e (stream, n) GROUP BY 1) AS a;

    SELECT array_agg(es.leaf(es.entry(p_log, tip.position + e.n, ids[e.stream], types[e.stream], bases[e.stream] + e.n::integer, e.event_id,
               e.event_type, e.schema_version, commands[act_of[e.stream]], coalesce(p_recorded_at[act_of[e.stream]], moment), e.effective_on,
               e.actor_id, e.actor_name, e.actor_role, e.actor_office, e.reason, e.correlation_id, e.causation_id, e.trace_context, e.payload,
               e.metadata)))
    INTO leaves
    FROM unnest(stream_of, b.event_id, b.event_type, b.schema_version, b.effective_on, b.actor_id, b.actor_name, b.actor_role, b.actor_office,
                b.reason, b.correlation_id, b.causation_id, b.trace_context, b.payload, b.metadata) WITH ORDINALITY
         AS e (stream, event_id, event_type, schema_version, effective_on, actor_id, actor_name, actor_role, actor_office, reason,
               correlation_id, causation_id, trace_context, payload, metadata, n);

    FOREACH leaf IN ARRAY leaves LOOP
        tip.chain := sha256('\x02'::bytea || tip.chain || leaf);   -- es.link
        chains := chains || tip.chain;
    END LOOP;

    INSERT INTO es.events (log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id,
                           recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id,
                           causation_id, trace_context, payload, metadata, leaf, chain)
    SELECT p_log, tip.position + e.n, ids[e.stream], types[e.stream], bases[e.stream] + e.n, e.event_id, e.event_type, e.schema_version,
           commands[act_of[e.stream]], coalesce(p_recorded_at[act_of[e.stream]], moment), e.effective_on, e.actor_id, e.actor_name,
           e.actor_role, e.actor_office, e.reason, e.correlation_id, e.causation_id, e.trace_context, e.payload::json, e.metadata::json,
           e.leaf, e.chain
    FROM unnest(stream_of, b.event_id, b.event_type, b.schema_version, b.effective_on, b.actor_id, b.actor_name, b.actor_role, b.actor_office,
                b.reason, b.correlation_id, b.causation_id, b.trace_context, b.payload, b.metadata, leaves, chains) WITH ORDINALITY
         AS e (stream, event_id, event_type, schema_version, effective_on, actor_id, actor_name, actor_role, actor_office, reason,
               correlation_id, causation_id, trace_context, payload, metadata, leaf, chain, n);

    INSERT INTO es.streams (log, stream_id, stream_type, version)
    SELECT p_log, u.id, u.type, u.version + u.events FROM unnest(ids, types, versions, b.events) AS u (id, type, version, events)
    ON CONFLICT (log, stream_id) DO UPDATE SET version = excluded.version;

    IF claimant IS NOT NULL THEN
        INSERT INTO es.claims (kind, key, log, position)
        SELECT u.kind, u.key, p_log, firsts[claimant[u.n]] FROM unnest(b.claim_kind, b.claim_key) WITH ORDINALITY AS u (kind, key, n);
    END IF;

    IF key_act IS NOT NULL THEN
        INSERT INTO es.subject_keys (key_id, subject_id, wrapped_key, created_at)
        SELECT u.id, u.subject, u.wrapped, coalesce(p_recorded_at[u.act], moment)
        FROM unnest(b.key_id, b.key_subject, b.wrapped_key, key_act) AS u (id, subject, wrapped, act);
    END IF;

    UPDATE es.head
    SET position = lasts[cardinality(lasts)], chain = tip.chain, recorded_at = coalesce(p_recorded_at[cardinality(commands)], moment)
    WHERE log = p_log;

    RETURN QUERY
        INSERT INTO es.commands (command_id, log, first_position, last_position, recorded_at, answer)
        SELECT u.id, p_log, u.first, u.last, coalesce(p_recorded_at[u.n], moment), u.answer
        FROM unnest(commands, firsts, lasts, b.answer) WITH ORDINALITY AS u (id, first, last, answer, n)
        RETURNING 'done', first_position, last_position, recorded_at, answer, NULL::uuid, NULL::integer, NULL::text, command_id;
END
$$;

-- Given times must not run backwards: not within the batch, and not behind the log. A time that is not given is now.
CREATE FUNCTION es.refuse_backwards(p_given timestamptz[], p_last timestamptz, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    given timestamptz;
    last  timestamptz := p_last;
BEGIN
    FOREACH given IN ARRAY p_given LOOP
        given := coalesce(given, p_now);
        IF given < last THEN
            RAISE EXCEPTION 'recorded time would run backwards: % is before %', given, last;
        END IF;
        last := given;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION es.refuse_backwards(timestamptz[], timestamptz, timestamptz) FROM PUBLIC;

-- A plan for these lists serves all of them: making a new one costs more than the append.
ALTER FUNCTION es.append(smallint, es.batch) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION es.append_at(smallint, es.batch, timestamptz[]) SET plan_cache_mode = force_generic_plan;

RESET ROLE;
