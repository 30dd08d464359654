-- Events that the rows of a read model do without: parked (it could not be applied), waiting (it touches the same rows as one that is
-- parked, and comes after it), skipped (two operators decided so). Whose rows: `<name>`, `<name>:next` while they are built,
-- `<name>:previous` while they are kept.
SET ROLE es_owner;

ALTER TABLE es.cursors
    ADD COLUMN on_poison text NOT NULL DEFAULT 'stop' CHECK (on_poison IN ('stop', 'park')),
    ADD COLUMN rate double precision;       -- events a second, the newest counting most

CREATE TABLE es.left_out (
    rows_of     text NOT NULL,
    position    bigint NOT NULL,
    log         smallint NOT NULL,
    state       text NOT NULL CHECK (state IN ('parked', 'waiting', 'skipped', 'released')),
    stream_id   uuid NOT NULL,
    event_type  text NOT NULL,
    keys        uuid[] NOT NULL,            -- rows it would read or change, where it says so
    error       text,                       -- why it could not be applied; nothing personal
    version     integer NOT NULL,           -- of the code that could not
    since       timestamptz NOT NULL DEFAULT clock_timestamp(),
    told        boolean NOT NULL DEFAULT false, -- there is an event about it in the log
    PRIMARY KEY (rows_of, position)
);

-- By the worker, in the transaction that moves the cursor past them.
CREATE FUNCTION es.leave_out(p_rows_of text, p_log smallint, p_version integer, p_rows jsonb) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO es.left_out AS l (rows_of, position, log, state, stream_id, event_type, keys, error, version)
    SELECT p_rows_of, r.position, p_log, r.state, r.stream_id, r.event_type, r.keys, r.error, p_version
    FROM jsonb_to_recordset(p_rows) AS r (position bigint, state text, stream_id uuid, event_type text, keys uuid[], error text)
    ON CONFLICT (rows_of, position) DO UPDATE
    SET state = excluded.state, keys = excluded.keys, error = excluded.error, version = excluded.version,
        since = CASE WHEN l.state = excluded.state THEN l.since ELSE clock_timestamp() END,
        told = l.told AND l.state = excluded.state
$$;

-- They are applied: one that was parked stays as released until the log says so, one that waited goes.
CREATE FUNCTION es.let_in(p_rows_of text, p_positions bigint[]) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM es.left_out WHERE rows_of = p_rows_of AND position = ANY (p_positions) AND state = 'waiting';
    UPDATE es.left_out SET state = 'released', told = false, error = NULL
    WHERE rows_of = p_rows_of AND position = ANY (p_positions) AND state = 'parked'
$$;

-- Two operators decided to do without it. False where it is not parked.
CREATE FUNCTION es.skip_parked(p_rows_of text, p_position bigint) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE es.left_out SET state = 'skipped', told = true, since = clock_timestamp()
    WHERE rows_of = p_rows_of AND position = p_position AND state = 'parked';
    RETURN FOUND;
END
$$;

-- The log says so now.
CREATE FUNCTION es.left_out_told(p_rows_of text, p_position bigint, p_state text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM es.left_out WHERE rows_of = p_rows_of AND position = p_position AND state = 'released' AND p_state = 'released';
    UPDATE es.left_out SET told = true WHERE rows_of = p_rows_of AND position = p_position AND state = p_state
$$;

-- By an operator: what is done at an event that cannot be applied. A read model that had stopped tries again. False where it is unknown.
CREATE FUNCTION es.set_on_poison(p_projection text, p_on_poison text) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE es.cursors
    SET on_poison = p_on_poison,
        status = CASE WHEN p_on_poison = 'park' THEN 'running' ELSE status END,
        error = CASE WHEN p_on_poison = 'park' THEN NULL ELSE error END
    WHERE projection = p_projection;
    RETURN FOUND;
END
$$;

-- As before, and the rate.
CREATE OR REPLACE FUNCTION es.advance_cursor(p_projection text, p_fence bigint, p_position bigint, p_lease interval) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH moved AS (
        UPDATE es.cursors
        SET position = p_position, lease_until = clock_timestamp() + p_lease, updated_at = clock_timestamp(),
            rate = 0.7 * coalesce(rate, 0)
                 + 0.3 * (p_position - position) / greatest(extract(epoch FROM clock_timestamp() - updated_at)::float8, 0.001)
        WHERE projection = p_projection AND fence = p_fence AND status = 'running' AND position <= p_position
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM moved)
$$;

-- As before, and: what is built from the beginning does without the same events.
CREATE OR REPLACE FUNCTION es.begin_rebuild(p_projection text, p_version integer, p_log smallint, p_owner uuid, p_lease interval,
                                 p_phase text) RETURNS SETOF es.rebuilds LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row es.rebuilds;
BEGIN
    INSERT INTO es.cursors (projection, version, log, position) VALUES (p_projection, p_version, p_log, 0) ON CONFLICT DO NOTHING;
    PERFORM FROM es.cursors WHERE projection = p_projection FOR UPDATE;
    SELECT * INTO row FROM es.rebuilds AS r WHERE r.projection = p_projection AND r.ended_at IS NULL FOR UPDATE;
    IF row.lease_until > clock_timestamp() OR (p_phase IS NOT NULL AND row.phase IS DISTINCT FROM p_phase) THEN
        RETURN;
    END IF;
    IF row.rebuild_id IS NOT NULL AND p_phase IS NULL AND (row.version <> p_version OR row.phase <> 'catching_up') THEN
        UPDATE es.rebuilds AS r SET phase = 'failed', error = 'its process ended', ended_at = clock_timestamp(), owner = NULL, lease_until = NULL
        WHERE r.rebuild_id = row.rebuild_id;
        row := NULL;
    END IF;
    IF row.rebuild_id IS NULL THEN
        INSERT INTO es.rebuilds (projection, version, phase) VALUES (p_projection, p_version, 'folding') RETURNING * INTO row;
        DELETE FROM es.left_out WHERE rows_of = p_projection || ':next';
        INSERT INTO es.left_out (rows_of, position, log, state, stream_id, event_type, keys, error, version, since, told)
        SELECT p_projection || ':next', l.position, l.log, l.state, l.stream_id, l.event_type, l.keys, l.error, l.version, l.since, l.told
        FROM es.left_out AS l WHERE l.rows_of = p_projection AND l.state IN ('parked', 'skipped');
    END IF;
    RETURN QUERY UPDATE es.rebuilds AS r SET owner = p_owner, lease_until = clock_timestamp() + p_lease, wish = 'go'
                 WHERE r.rebuild_id = row.rebuild_id RETURNING r.*;
END
$$;

-- As before, and: what rows do without goes where they go.
CREATE OR REPLACE FUNCTION es.swap_cursors(p_projection text, p_version integer, p_position bigint, p_kept timestamptz, p_held boolean)
RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old es.cursors;
BEGIN
    SELECT * INTO old FROM es.cursors WHERE projection = p_projection;
    INSERT INTO es.cursors AS c (projection, version, log, position, status, error, kept_until)
    VALUES (p_projection || ':previous', old.version, old.log, old.position, old.status, old.error, p_kept)
    ON CONFLICT (projection) DO UPDATE
    SET version = excluded.version, position = excluded.position, status = excluded.status, error = excluded.error,
        kept_until = excluded.kept_until, owner = NULL, lease_until = NULL, fence = c.fence + 1, updated_at = clock_timestamp();
    UPDATE es.cursors
    SET version = p_version, position = p_position, status = 'running', error = NULL, owner = NULL, lease_until = NULL, fence = fence + 1,
        held = p_held, updated_at = clock_timestamp()
    WHERE projection = p_projection;

    UPDATE es.left_out SET rows_of = p_projection || ':leaving' WHERE rows_of = p_projection;
    IF NOT p_held THEN
        DELETE FROM es.left_out WHERE rows_of = p_projection || ':previous';
    END IF;
    UPDATE es.left_out SET rows_of = p_projection
    WHERE rows_of = p_projection || CASE WHEN p_held THEN ':previous' ELSE ':next' END;
    UPDATE es.left_out SET rows_of = p_projection || ':previous' WHERE rows_of = p_projection || ':leaving';
END
$$;

-- As before, and what those rows did without.
CREATE OR REPLACE FUNCTION es.forget_previous(p_projection text) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM es.cursors WHERE projection = p_projection || ':previous' AND kept_until < clock_timestamp();
    IF FOUND THEN
        DELETE FROM es.left_out WHERE rows_of = p_projection || ':previous';
        RETURN true;
    END IF;
    RETURN false;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA es FROM PUBLIC;
GRANT SELECT ON es.left_out TO es_writer, es_projector, es_auditor, es_operator;
GRANT EXECUTE ON FUNCTION es.leave_out(text, smallint, integer, jsonb), es.let_in(text, bigint[]), es.skip_parked(text, bigint),
    es.left_out_told(text, bigint, text)
TO es_projector;
GRANT EXECUTE ON FUNCTION es.set_on_poison(text, text) TO es_operator;

RESET ROLE;
