-- The only way into the log.
SET ROLE es_owner;

-- A batch of acts as lists side by side. Each act has the next `streams` entries of the list of streams, each of these the next `events`
-- entries of the list of events; claims and keys likewise.
CREATE TYPE es.batch AS (
    command_id     uuid[],
    answer         text[],
    streams        integer[],
    claims         integer[],
    keys           integer[],
    stream_id      uuid[],
    stream_type    text[],
    expected       integer[],      -- version before the act; NULL: any
    events         integer[],
    event_id       uuid[],
    event_type     text[],
    schema_version smallint[],
    effective_on   date[],
    actor_id       uuid[],
    actor_name     text[],
    actor_role     text[],
    actor_office   text[],
    reason         text[],
    correlation_id uuid[],
    causation_id   uuid[],
    trace_context  text[],
    payload        text[],
    metadata       text[],
    claim_kind     text[],
    claim_key      bytea[],
    key_id         uuid[],
    key_subject    uuid[],
    wrapped_key    bytea[]
);

-- What became of one act: done; done_before, with the first answer; stale, with the stream and the version that is there; claim_taken.
CREATE TYPE es.verdict AS (
    verdict        text,
    first_position bigint,
    last_position  bigint,
    recorded_at    timestamptz,
    answer         text,
    stream_id      uuid,
    actual_version integer,
    claim_kind     text
);

-- The row of es.head is locked first and held to commit. Every change of streams, commands and claims of a log happens under it, so
-- what is read after it is true until commit, and no other lock is needed. An act in conflict takes no position and leaves its
-- neighbours alone.
CREATE FUNCTION es.append_acts(p_log smallint, b es.batch, p_recorded_at timestamptz[]) RETURNS SETOF es.verdict LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    acts        integer := cardinality(b.command_id);
    events      integer := cardinality(b.event_id);
    tip         es.head;       -- the head, as it moves on
    clock       timestamptz;
    start       bigint;
    answer      es.verdict;
    nothing     es.verdict;
    -- lists as variables of their own: an element is found at once, in a field of a row it is searched
    commands    uuid[] := b.command_id;
    answers     text[] := b.answer;
    act_streams integer[] := b.streams;
    act_claims  integer[] := b.claims;
    act_keys    integer[] := b.keys;
    ids         uuid[] := b.stream_id;
    types       text[] := b.stream_type;
    expected    integer[] := b.expected;
    counts      integer[] := b.events;
    kinds       text[] := b.claim_kind;
    -- the distinct streams and claims of the batch, and which of them an entry means
    known_ids   uuid[];
    known_types text[];
    before      integer[];
    versions    integer[];
    place       integer[];
    claim_place integer[];
    taken       boolean[];
    repeated    boolean;
    -- what is decided: by act
    firsts      bigint[] := array_fill(NULL::bigint, ARRAY[acts]);
    lasts       bigint[] := array_fill(NULL::bigint, ARRAY[acts]);
    times       timestamptz[] := array_fill(NULL::timestamptz, ARRAY[acts]);
    earlier     integer[];
    -- by event, by claim, by key; NULL where the act was refused
    positions   bigint[] := array_fill(NULL::bigint, ARRAY[events]);
    of_command  uuid[] := array_fill(NULL::uuid, ARRAY[events]);
    of_stream   uuid[] := array_fill(NULL::uuid, ARRAY[events]);
    of_type     text[] := array_fill(NULL::text, ARRAY[events]);
    of_version  integer[] := array_fill(NULL::integer, ARRAY[events]);
    of_time     timestamptz[] := array_fill(NULL::timestamptz, ARRAY[events]);
    claimed_at  bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(b.claim_kind)]);
    keyed_at    timestamptz[] := array_fill(NULL::timestamptz, ARRAY[cardinality(b.key_id)]);
    leaves      bytea[];
    chains      bytea[];
    -- where the lists stand: last entry used by the acts before
    s integer := 0;  e integer := 0;  c integer := 0;  k integer := 0;
    s_end integer;   e_end integer;   c_end integer;   k_end integer;
BEGIN
    SELECT * INTO tip FROM es.head WHERE log = p_log FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no log %', p_log;
    END IF;
    clock := greatest(clock_timestamp(), tip.recorded_at);
    start := tip.position;

    SELECT array_agg(d.id ORDER BY d.id), array_agg(d.type ORDER BY d.id), array_agg(coalesce(d.version, 0) ORDER BY d.id)
    INTO known_ids, known_types, before
    FROM (SELECT u.id,
                 (SELECT stream_type FROM es.streams WHERE log = p_log AND stream_id = u.id) AS type,
                 (SELECT version FROM es.streams WHERE log = p_log AND stream_id = u.id) AS version
          FROM unnest(ids) AS u (id) GROUP BY u.id) AS d;
    versions := before;
    SELECT array_agg(r.place ORDER BY r.n) INTO place
    FROM (SELECT n, dense_rank() OVER (ORDER BY id) AS place FROM unnest(ids) WITH ORDINALITY AS u (id, n)) AS r;

    SELECT bool_or(EXISTS (SELECT FROM es.commands WHERE command_id = u.id)) INTO repeated FROM unnest(commands) AS u (id);
    SELECT array_agg(r.first ORDER BY r.n) INTO earlier
    FROM (SELECT n, min(n) OVER (PARTITION BY id) AS first FROM unnest(commands) WITH ORDINALITY AS u (id, n)) AS r;

    IF cardinality(kinds) > 0 THEN
        SELECT array_agg(r.place ORDER BY r.n), array_agg(r.taken ORDER BY r.n) INTO claim_place, taken
        FROM (SELECT n, min(n) OVER (PARTITION BY kind, key) AS place,
                     EXISTS (SELECT FROM es.claims AS t WHERE t.kind = u.kind AND t.key = u.key) AS taken
              FROM unnest(kinds, b.claim_key) WITH ORDINALITY AS u (kind, key, n)) AS r;
    END IF;

    FOR a IN 1 .. acts LOOP
        s_end := s + act_streams[a];
        c_end := c + act_claims[a];
        k_end := k + act_keys[a];
        e_end := e;
        FOR i IN s + 1 .. s_end LOOP
            e_end := e_end + counts[i];
        END LOOP;
        IF e_end = e THEN
            RAISE EXCEPTION 'act % has no event', commands[a];
        END IF;

        -- May it?
        answer := nothing;
        IF repeated THEN
            SELECT 'done_before', d.first_position, d.last_position, d.recorded_at, d.answer
            INTO answer.verdict, answer.first_position, answer.last_position, answer.recorded_at, answer.answer
            FROM es.commands AS d WHERE d.command_id = commands[a];
        END IF;
        IF answer.verdict IS NULL AND firsts[earlier[a]] IS NOT NULL THEN
            answer := ROW('done_before', firsts[earlier[a]], lasts[earlier[a]], times[earlier[a]], answers[earlier[a]], NULL, NULL, NULL);
        END IF;
        IF answer.verdict IS NULL THEN
            FOR i IN s + 1 .. s_end LOOP
                IF expected[i] <> versions[place[i]] THEN
                    answer := ROW('stale', NULL, NULL, NULL, NULL, ids[i], versions[place[i]], NULL);
                    EXIT;
                ELSIF known_types[place[i]] <> types[i] THEN
                    RAISE EXCEPTION 'stream % is a %, not a %', ids[i], known_types[place[i]], types[i];
                END IF;
            END LOOP;
        END IF;
        IF answer.verdict IS NULL THEN
            FOR i IN c + 1 .. c_end LOOP
                IF taken[claim_place[i]] THEN
                    answer := ROW('claim_taken', NULL, NULL, NULL, NULL, NULL, NULL, kinds[i]);
                    EXIT;
                END IF;
            END LOOP;
        END IF;

        -- Then it is done.
        IF answer.verdict IS NULL THEN
            IF p_recorded_at[a] < tip.recorded_at THEN
                RAISE EXCEPTION 'recorded time would run backwards: % is before %', p_recorded_at[a], tip.recorded_at;
            END IF;
            tip.recorded_at := coalesce(p_recorded_at[a], greatest(clock, tip.recorded_at));
            firsts[a] := tip.position + 1;
            FOR i IN s + 1 .. s_end LOOP
                known_types[place[i]] := types[i];
                FOR j IN 1 .. counts[i] LOOP
                    e := e + 1;
                    tip.position := tip.position + 1;
                    versions[place[i]] := versions[place[i]] + 1;
                    positions[e] := tip.position;
                    of_command[e] := commands[a];
                    of_stream[e] := ids[i];
                    of_type[e] := types[i];
                    of_version[e] := versions[place[i]];
                    of_time[e] := tip.recorded_at;
                END LOOP;
            END LOOP;
            FOR i IN c + 1 .. c_end LOOP
                taken[claim_place[i]] := true;
                claimed_at[i] := firsts[a];
            END LOOP;
            FOR i IN k + 1 .. k_end LOOP
                keyed_at[i] := tip.recorded_at;
            END LOOP;
            lasts[a] := tip.position;
            times[a] := tip.recorded_at;
            answer := ROW('done', firsts[a], lasts[a], times[a], answers[a], NULL, NULL, NULL);
        END IF;
        s := s_end;  e := e_end;  c := c_end;  k := k_end;
        RETURN NEXT answer;
    END LOOP;

    IF tip.position = start THEN
        RETURN;
    END IF;

    SELECT array_agg(es.leaf(es.entry(p_log, x.position, x.stream_id, x.stream_type, x.stream_version, x.event_id, x.event_type,
               x.schema_version, x.command_id, x.recorded_at, x.effective_on, x.actor_id, x.actor_name, x.actor_role, x.actor_office,
               x.reason, x.correlation_id, x.causation_id, x.trace_context, x.payload, x.metadata)))
    INTO leaves
    FROM unnest(positions, of_stream, of_type, of_version, b.event_id, b.event_type, b.schema_version, of_command, of_time, b.effective_on,
                b.actor_id, b.actor_name, b.actor_role, b.actor_office, b.reason, b.correlation_id, b.causation_id, b.trace_context,
                b.payload, b.metadata)
         AS x (position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, recorded_at, effective_on,
               actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id, trace_context, payload, metadata)
    WHERE x.position IS NOT NULL;

    chains := array_fill(NULL::bytea, ARRAY[cardinality(leaves)]);
    FOR i IN 1 .. cardinality(leaves) LOOP
        tip.chain := sha256('\x02'::bytea || tip.chain || leaves[i]);   -- es.link
        chains[i] := tip.chain;
    END LOOP;

    INSERT INTO es.events (log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id,
                           recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id,
                           causation_id, trace_context, payload, metadata, leaf, chain)
    SELECT p_log, x.position, x.stream_id, x.stream_type, x.stream_version, x.event_id, x.event_type, x.schema_version, x.command_id,
           x.recorded_at, x.effective_on, x.actor_id, x.actor_name, x.actor_role, x.actor_office, x.reason, x.correlation_id,
           x.causation_id, x.trace_context, x.payload::json, x.metadata::json, leaves[x.position - start], chains[x.position - start]
    FROM unnest(positions, of_stream, of_type, of_version, b.event_id, b.event_type, b.schema_version, of_command, of_time, b.effective_on,
                b.actor_id, b.actor_name, b.actor_role, b.actor_office, b.reason, b.correlation_id, b.causation_id, b.trace_context,
                b.payload, b.metadata)
         AS x (position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, recorded_at, effective_on,
               actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id, trace_context, payload, metadata)
    WHERE x.position IS NOT NULL;

    INSERT INTO es.streams (log, stream_id, stream_type, version)
    SELECT p_log, x.id, x.type, x.version
    FROM unnest(known_ids, known_types, versions, before) AS x (id, type, version, before)
    WHERE x.version > x.before
    ON CONFLICT (log, stream_id) DO UPDATE SET version = excluded.version;

    INSERT INTO es.commands (command_id, log, first_position, last_position, recorded_at, answer)
    SELECT x.id, p_log, x.first, x.last, x.time, x.answer
    FROM unnest(commands, firsts, lasts, times, answers) AS x (id, first, last, time, answer)
    WHERE x.first IS NOT NULL;

    IF cardinality(kinds) > 0 THEN
        INSERT INTO es.claims (kind, key, log, position)
        SELECT x.kind, x.key, p_log, x.position
        FROM unnest(kinds, b.claim_key, claimed_at) AS x (kind, key, position)
        WHERE x.position IS NOT NULL
        ON CONFLICT (kind, key) DO NOTHING;   -- the same claim twice in one act
    END IF;

    IF cardinality(b.key_id) > 0 THEN
        INSERT INTO es.subject_keys (key_id, subject_id, wrapped_key, created_at)
        SELECT x.id, x.subject, x.wrapped, x.at
        FROM unnest(b.key_id, b.key_subject, b.wrapped_key, keyed_at) AS x (id, subject, wrapped, at)
        WHERE x.at IS NOT NULL;
    END IF;

    UPDATE es.head SET position = tip.position, chain = tip.chain, recorded_at = tip.recorded_at WHERE log = p_log;
END
$$;

-- Recorded time is the database's. One row an act, in the order of the batch. The planner is told not to scan: a plan made while the
-- tables were empty is kept, and would scan them when they are full.
CREATE FUNCTION es.append(p_log smallint, p_batch es.batch) RETURNS SETOF es.verdict LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY SELECT * FROM es.append_acts(p_log, p_batch, NULL);
END
$$;

-- For an installation that was founded as a simulation or as a restored copy: recorded time is given, act by act, and must not run
-- backwards. A real installation can never become one, for its first event says what it is.
CREATE FUNCTION es.append_at(p_log smallint, p_batch es.batch, p_recorded_at timestamptz[]) RETURNS SETOF es.verdict LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY SELECT * FROM es.append_acts(p_log, p_batch, p_recorded_at);
    IF NOT EXISTS (
        SELECT FROM es.events
        WHERE log = 1 AND position = 1 AND event_type = 'installation.founded'
          AND (payload ->> 'simulated' = 'true' OR payload ->> 'restored' = 'true')
    ) THEN
        RAISE EXCEPTION 'recorded time can be given only in a simulated or restored installation' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

RESET ROLE;
