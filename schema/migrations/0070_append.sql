-- An append costs the same however long the log is, and holds the head for as little as it can.
SET ROLE es_owner;

-- The parts of an entry that do not depend on where the head is; es.entry is made of them, so that the layout stands once.
CREATE FUNCTION es.entry_place(p_stream_id uuid, p_stream_type text) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT uuid_send(p_stream_id) || es.sized(p_stream_type)
$$;

CREATE FUNCTION es.entry_kind(p_event_id uuid, p_event_type text, p_schema_version smallint, p_command_id uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT uuid_send(p_event_id) || es.sized(p_event_type) || int2send(p_schema_version) || uuid_send(p_command_id)
$$;

CREATE FUNCTION es.entry_moment(p_recorded_at timestamptz) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT int8send((extract(epoch FROM p_recorded_at) * 1000000)::bigint)
$$;

CREATE FUNCTION es.entry_content(
    p_effective_on date, p_actor_id uuid, p_actor_name text, p_actor_role text, p_actor_office text, p_reason text, p_correlation_id uuid,
    p_causation_id uuid, p_trace_context text, p_payload text, p_metadata text
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT int4send(p_effective_on - date '1970-01-01')
        || uuid_send(p_actor_id) || es.sized(p_actor_name) || es.sized(p_actor_role)
        || CASE WHEN p_actor_office IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || es.sized(p_actor_office) END
        || CASE WHEN p_reason IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || es.sized(p_reason) END
        || uuid_send(p_correlation_id)
        || CASE WHEN p_causation_id IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || uuid_send(p_causation_id) END
        || CASE WHEN p_trace_context IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || es.sized(p_trace_context) END
        || sha256(convert_to(p_payload, 'UTF8'))
        -- most have none: the hash of {}
        || CASE WHEN p_metadata = '{}' THEN '\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'::bytea
                ELSE sha256(convert_to(p_metadata, 'UTF8')) END
$$;

CREATE OR REPLACE FUNCTION es.entry(
    p_log smallint, p_position bigint, p_stream_id uuid, p_stream_type text, p_stream_version integer, p_event_id uuid, p_event_type text,
    p_schema_version smallint, p_command_id uuid, p_recorded_at timestamptz, p_effective_on date, p_actor_id uuid, p_actor_name text,
    p_actor_role text, p_actor_office text, p_reason text, p_correlation_id uuid, p_causation_id uuid, p_trace_context text,
    p_payload text, p_metadata text
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT '\x01'::bytea || int2send(p_log) || int8send(p_position)
        || es.entry_place(p_stream_id, p_stream_type)
        || int4send(p_stream_version)
        || es.entry_kind(p_event_id, p_event_type, p_schema_version, p_command_id)
        || es.entry_moment(p_recorded_at)
        || es.entry_content(p_effective_on, p_actor_id, p_actor_name, p_actor_role, p_actor_office, p_reason, p_correlation_id,
                            p_causation_id, p_trace_context, p_payload, p_metadata)
$$;

REVOKE ALL ON FUNCTION es.entry_place(uuid, text), es.entry_kind(uuid, text, smallint, uuid), es.entry_moment(timestamptz),
    es.entry_content(date, uuid, text, text, text, text, uuid, uuid, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION es.entry_place(uuid, text), es.entry_kind(uuid, text, smallint, uuid), es.entry_moment(timestamptz),
    es.entry_content(date, uuid, text, text, text, text, uuid, uuid, text, text, text) TO es_auditor;

-- To which entry of a list each of its parts belongs: {2,1} gives {1,1,2}.
CREATE OR REPLACE FUNCTION es.owners(p_counts integer[]) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    owners integer[];
BEGIN
    -- By far the most are one each.
    IF 1 = ALL (p_counts) THEN
        RETURN ARRAY(SELECT generate_series(1, cardinality(p_counts)));
    END IF;
    FOR owner IN 1 .. cardinality(p_counts) LOOP
        owners := owners || array_fill(owner, ARRAY[p_counts[owner]]);
    END LOOP;
    RETURN owners;
END
$$;

-- What stands against the acts of a batch. An act that was done before is that, whatever else does.
CREATE FUNCTION es.objections(p_log smallint, b es.batch) RETURNS SETOF es.verdict LANGUAGE plpgsql AS $$
DECLARE
    act_of   integer[] := es.owners(b.streams);
    claimant integer[] := es.owners(b.claims);
BEGIN
    RETURN QUERY
        SELECT 'done_before', c.first_position, c.last_position, c.recorded_at, c.answer, NULL::uuid, NULL::integer, NULL::text, u.id
        FROM unnest(b.command_id) AS u (id) JOIN es.commands AS c ON c.command_id = u.id
        UNION ALL
        SELECT 'stale', NULL, NULL, NULL, NULL, u.id, coalesce(s.version, 0), NULL, b.command_id[act_of[u.n]]
        FROM unnest(b.stream_id, b.expected) WITH ORDINALITY AS u (id, expected, n)
        LEFT JOIN es.streams AS s ON s.log = p_log AND s.stream_id = u.id
        WHERE u.expected <> coalesce(s.version, 0)
        UNION ALL
        SELECT 'claim_taken', NULL, NULL, NULL, NULL, NULL, NULL, u.kind, b.command_id[claimant[u.n]]
        FROM unnest(b.claim_kind, b.claim_key) WITH ORDINALITY AS u (kind, key, n) JOIN es.claims AS c ON c.kind = u.kind AND c.key = u.key;
END
$$;
REVOKE ALL ON FUNCTION es.objections(smallint, es.batch) FROM PUBLIC;

-- All acts of a batch, or none. Where they are done one row says so, with the positions of the batch from first to last; where something
-- stands against one or more of them, their verdicts come back and nothing is written; the caller gives the others again. No two acts of
-- a batch may share a command, a stream or a claim; the unique keys see to that.
--
-- The row of es.head is locked before anything is looked up and held to commit. Every change of streams, commands and claims of a log
-- happens under it, so what is read after it is true until commit, and no other lock is needed.
--
-- Each list gives one plan that is right for a log of any length: what is looked up is looked up row by row through its key. A join
-- would be planned for the length at which it was first asked.
CREATE OR REPLACE FUNCTION es.append_acts(p_log smallint, b es.batch, p_recorded_at timestamptz[]) RETURNS SETOF es.verdict LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    tip       es.head;
    moment    timestamptz;
    total     integer := cardinality(b.event_id);
    changed   integer;
    added     integer := 0;
    -- lists as variables of their own: an element is found at once, in a field of a row it is searched
    commands  uuid[] := b.command_id;
    ids       uuid[] := b.stream_id;
    types     text[] := b.stream_type;
    payloads  json[] := b.payload;
    -- by stream and event: whose it is
    act_of    integer[] := es.owners(b.streams);
    stream_of integer[] := es.owners(b.events);
    -- by stream
    places    bytea[];
    rows      tid[];          -- where its row lies; NULL where it is new
    bases     integer[];      -- the version of event n of the batch is its stream's base + n
    mistaken  uuid[];         -- streams that are of another type
    stale     boolean;
    -- by act
    firsts    bigint[];
    lasts     bigint[];
    -- by event
    kinds     bytea[];
    contents  bytea[];
    leaves    bytea[];
    chains    bytea[];
    leaf      bytea;
    start     bytea;
    stamp     bytea;
BEGIN
    IF 1 > ANY (b.streams) OR 1 > ANY (b.events) THEN
        RAISE EXCEPTION 'an act has no event';
    END IF;
    -- While others have the head.
    SELECT array_agg(es.entry_place(u.id, u.type)) INTO places FROM unnest(ids, types) AS u (id, type);
    SELECT array_agg(es.entry_kind(e.event_id, e.event_type, e.schema_version, commands[act_of[e.stream]])),
           array_agg(es.entry_content(e.effective_on, e.actor_id, e.actor_name, e.actor_role, e.actor_office, e.reason, e.correlation_id,
                                      e.causation_id, e.trace_context, e.payload, e.metadata))
    INTO kinds, contents
    FROM (SELECT unnest(stream_of) AS stream, unnest(b.event_id) AS event_id, unnest(b.event_type) AS event_type,
                 unnest(b.schema_version) AS schema_version, unnest(b.effective_on) AS effective_on, unnest(b.actor_id) AS actor_id,
                 unnest(b.actor_name) AS actor_name, unnest(b.actor_role) AS actor_role, unnest(b.actor_office) AS actor_office,
                 unnest(b.reason) AS reason, unnest(b.correlation_id) AS correlation_id, unnest(b.causation_id) AS causation_id,
                 unnest(b.trace_context) AS trace_context, unnest(b.payload) AS payload, unnest(b.metadata) AS metadata) AS e;

    SELECT * INTO tip FROM es.head WHERE log = p_log FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no log %', p_log;
    END IF;
    moment := greatest(clock_timestamp(), tip.recorded_at);

    SELECT array_agg(s.place), array_agg(coalesce(s.version, 0) - u.upto + u.events), bool_or(u.expected <> coalesce(s.version, 0)),
           array_agg(u.id) FILTER (WHERE s.stream_type <> u.type)
    INTO rows, bases, stale, mistaken
    FROM (SELECT *, sum(events) OVER (ORDER BY n) AS upto
          FROM unnest(ids, types, b.events, b.expected) WITH ORDINALITY AS u (id, type, events, expected, n)) AS u
    LEFT JOIN LATERAL (SELECT ctid AS place, version, stream_type FROM es.streams WHERE log = p_log AND stream_id = u.id LIMIT 1) AS s ON true;
    IF stale THEN
        RETURN QUERY SELECT * FROM es.objections(p_log, b);
        RETURN;
    END IF;

    SELECT array_agg(tip.position + a.first ORDER BY a.act), array_agg(tip.position + a.last ORDER BY a.act) INTO firsts, lasts
    FROM (SELECT act_of[stream] AS act, min(n) AS first, max(n) AS last FROM unnest(stream_of) WITH ORDINALITY AS e (stream, n) GROUP BY 1) AS a;
    BEGIN
        INSERT INTO es.commands (command_id, log, first_position, last_position, recorded_at, answer)
        SELECT u.id, p_log, u.first, u.last, coalesce(p_recorded_at[u.n], moment), u.answer
        FROM unnest(commands, firsts, lasts, b.answer) WITH ORDINALITY AS u (id, first, last, answer, n);
        IF cardinality(b.claim_kind) > 0 THEN
            INSERT INTO es.claims (kind, key, log, position)
            SELECT u.kind, u.key, p_log, firsts[u.act] FROM unnest(b.claim_kind, b.claim_key, es.owners(b.claims)) AS u (kind, key, act);
        END IF;
    EXCEPTION WHEN unique_violation THEN
        RETURN QUERY SELECT * FROM es.objections(p_log, b);
        IF NOT FOUND THEN
            RAISE;
        END IF;
        RETURN;
    END;
    IF mistaken IS NOT NULL THEN
        RAISE EXCEPTION 'streams % are of another type', mistaken;
    ELSIF p_recorded_at IS NOT NULL THEN
        PERFORM es.refuse_backwards(p_recorded_at, tip.recorded_at, moment);
    END IF;

    -- Nothing stands against it. The entry as es.entry makes it, of the parts that lie ready.
    start := '\x0001'::bytea || int2send(p_log);
    stamp := es.entry_moment(moment);
    SELECT array_agg(sha256(start || int8send(tip.position + e.n) || places[e.stream] || int4send(bases[e.stream] + e.n) || e.kind
                            || CASE WHEN p_recorded_at IS NULL THEN stamp
                                    ELSE es.entry_moment(coalesce(p_recorded_at[act_of[e.stream]], moment)) END
                            || e.content))
    INTO leaves
    FROM (SELECT generate_series(1, total) AS n, unnest(stream_of) AS stream, unnest(kinds) AS kind, unnest(contents) AS content) AS e;

    FOREACH leaf IN ARRAY leaves LOOP
        tip.chain := sha256('\x02'::bytea || tip.chain || leaf);   -- es.link
        chains := chains || tip.chain;
    END LOOP;

    INSERT INTO es.events (log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id,
                           recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id,
                           causation_id, trace_context, payload, metadata, leaf, chain)
    SELECT p_log, tip.position + e.n, ids[e.stream], types[e.stream], bases[e.stream] + e.n, e.event_id, e.event_type, e.schema_version,
           commands[act_of[e.stream]], coalesce(p_recorded_at[act_of[e.stream]], moment), e.effective_on, e.actor_id, e.actor_name,
           e.actor_role, e.actor_office, e.reason, e.correlation_id, e.causation_id, e.trace_context, e.payload, e.metadata::json,
           e.leaf, e.chain
    FROM (SELECT generate_series(1, total) AS n, unnest(stream_of) AS stream, unnest(b.event_id) AS event_id, unnest(b.event_type) AS event_type,
                 unnest(b.schema_version) AS schema_version, unnest(b.effective_on) AS effective_on, unnest(b.actor_id) AS actor_id,
                 unnest(b.actor_name) AS actor_name, unnest(b.actor_role) AS actor_role, unnest(b.actor_office) AS actor_office,
                 unnest(b.reason) AS reason, unnest(b.correlation_id) AS correlation_id, unnest(b.causation_id) AS causation_id,
                 unnest(b.trace_context) AS trace_context, unnest(payloads) AS payload, unnest(b.metadata) AS metadata,
                 unnest(leaves) AS leaf, unnest(chains) AS chain) AS e;

    UPDATE es.streams AS s SET version = s.version + u.events FROM unnest(rows, b.events) AS u (place, events) WHERE s.ctid = u.place;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed < cardinality(ids) THEN
        INSERT INTO es.streams (log, stream_id, stream_type, version)
        SELECT p_log, u.id, u.type, u.events FROM unnest(ids, types, rows, b.events) AS u (id, type, place, events) WHERE u.place IS NULL;
        GET DIAGNOSTICS added = ROW_COUNT;
    END IF;
    IF changed + added <> cardinality(ids) THEN
        RAISE EXCEPTION 'a batch has a stream twice';
    END IF;

    IF cardinality(b.key_id) > 0 THEN
        INSERT INTO es.subject_keys (key_id, subject_id, wrapped_key, created_at)
        SELECT u.id, u.subject, u.wrapped, coalesce(p_recorded_at[u.act], moment)
        FROM unnest(b.key_id, b.key_subject, b.wrapped_key, es.owners(b.keys)) AS u (id, subject, wrapped, act);
    END IF;

    UPDATE es.head
    SET position = tip.position + total, chain = tip.chain, recorded_at = coalesce(p_recorded_at[cardinality(commands)], moment)
    WHERE log = p_log;

    RETURN QUERY SELECT 'done', tip.position + 1, tip.position + total, moment, NULL, NULL::uuid, NULL::integer, NULL::text, NULL::uuid;
END
$$;

-- Whatever the tables hold when a plan is made, it goes through their keys.
ALTER FUNCTION es.append(smallint, es.batch) SET enable_hashjoin = off;
ALTER FUNCTION es.append(smallint, es.batch) SET enable_mergejoin = off;
ALTER FUNCTION es.append_at(smallint, es.batch, timestamptz[]) SET enable_hashjoin = off;
ALTER FUNCTION es.append_at(smallint, es.batch, timestamptz[]) SET enable_mergejoin = off;

RESET ROLE;
