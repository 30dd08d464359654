-- Building read models anew: what each run came to, and what an operator wishes of the one that is at work. The version that was replaced
-- is kept and fed for a while; its cursor is called `<name>:previous`.
SET ROLE es_owner;

ALTER TABLE es.cursors DROP COLUMN rebuild_owner, DROP COLUMN rebuild_position, DROP COLUMN rebuild_lease_until,
    ADD COLUMN kept_until timestamptz,              -- of a previous version: until when it is fed
    ADD COLUMN held boolean NOT NULL DEFAULT false; -- rolled back by an operator: not built anew by itself

CREATE TABLE es.rebuilds (
    rebuild_id  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    projection  text NOT NULL,
    version     integer NOT NULL,
    phase       text NOT NULL CHECK (phase IN ('folding', 'catching_up', 'review', 'swapped', 'stopped', 'failed', 'compared')),
    wish        text NOT NULL DEFAULT 'go' CHECK (wish IN ('go', 'pause', 'stop')),
    position    bigint NOT NULL DEFAULT 0,  -- the new rows have reached this
    head        bigint NOT NULL DEFAULT 0,
    rate        double precision,           -- events a second
    event_at    timestamptz,                -- when the event at that position was recorded
    tables      jsonb,                      -- rows of each new table
    differences jsonb,                      -- between the old and the new ones
    swap_ms     double precision,           -- how long appends waited
    error       text,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    owner       uuid,
    lease_until timestamptz
);
CREATE UNIQUE INDEX rebuilds_at_work ON es.rebuilds (projection) WHERE ended_at IS NULL;
CREATE INDEX rebuilds_ended ON es.rebuilds (projection, ended_at DESC);

DROP FUNCTION es.begin_rebuild(text, integer, smallint, uuid, interval), es.advance_rebuild(text, uuid, bigint, interval),
    es.abandon_rebuild(text, uuid), es.lock_for_swap(text, uuid), es.finish_rebuild(text, uuid, integer, bigint);

-- As before, and: a read model that was rolled back waits for its operator.
CREATE OR REPLACE FUNCTION es.claim_cursor(p_projection text, p_version integer, p_log smallint, p_owner uuid, p_lease interval,
                                OUT outcome text, OUT fence bigint, OUT "position" bigint) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row es.cursors;
BEGIN
    INSERT INTO es.cursors (projection, version, log, position) VALUES (p_projection, p_version, p_log, 0) ON CONFLICT DO NOTHING;
    SELECT * INTO row FROM es.cursors AS c WHERE c.projection = p_projection FOR UPDATE;
    IF row.log <> p_log THEN
        RAISE EXCEPTION 'projection % follows log %, not log %', p_projection, row.log, p_log;
    END IF;
    outcome := CASE
        WHEN row.version > p_version THEN 'newer'
        WHEN row.version < p_version AND row.held THEN 'held'
        WHEN row.version < p_version THEN 'outdated'
        WHEN row.status = 'stopped' THEN 'stopped'
        WHEN row.owner <> p_owner AND row.lease_until > clock_timestamp() THEN 'busy'
        ELSE 'claimed'
    END;
    position := row.position;
    IF outcome = 'claimed' THEN
        fence := row.fence + 1;
        UPDATE es.cursors AS c SET owner = p_owner, fence = row.fence + 1, lease_until = clock_timestamp() + p_lease, updated_at = clock_timestamp()
        WHERE c.projection = p_projection;
    END IF;
END
$$;

-- Begins a run, or takes over one whose process is gone: from where its rows stand where they are whole, otherwise from the beginning.
-- No row where another process is at work, or where p_phase is given and the run that waits is not in it.
CREATE FUNCTION es.begin_rebuild(p_projection text, p_version integer, p_log smallint, p_owner uuid, p_lease interval,
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
    END IF;
    RETURN QUERY UPDATE es.rebuilds AS r SET owner = p_owner, lease_until = clock_timestamp() + p_lease, wish = 'go'
                 WHERE r.rebuild_id = row.rebuild_id RETURNING r.*;
END
$$;

-- Says how far a run has come; answers with what is wished of it, or NULL where it is not ours any more.
CREATE FUNCTION es.advance_rebuild(p_id uuid, p_owner uuid, p_position bigint, p_head bigint, p_rate double precision,
                                   p_event_at timestamptz, p_lease interval) RETURNS text LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.rebuilds SET position = greatest(position, p_position), head = p_head, rate = coalesce(p_rate, rate),
                           event_at = coalesce(p_event_at, event_at), updated_at = clock_timestamp(), lease_until = clock_timestamp() + p_lease
    WHERE rebuild_id = p_id AND owner = p_owner AND ended_at IS NULL
    RETURNING wish
$$;

-- The next phase, with what the one before came to. Ends the run where there is none after it. False where it is not ours any more.
CREATE FUNCTION es.turn_rebuild(p_id uuid, p_owner uuid, p_phase text, p_position bigint, p_tables jsonb, p_differences jsonb, p_error text)
RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE es.rebuilds
    SET phase = p_phase, position = coalesce(p_position, position), tables = coalesce(p_tables, tables),
        differences = coalesce(p_differences, differences), error = p_error, updated_at = clock_timestamp(),
        owner = CASE WHEN p_phase IN ('folding', 'catching_up') THEN owner END,
        lease_until = CASE WHEN p_phase IN ('folding', 'catching_up') THEN lease_until END,
        ended_at = CASE WHEN p_phase IN ('swapped', 'stopped', 'failed', 'compared') THEN clock_timestamp() END
    WHERE rebuild_id = p_id AND owner = p_owner AND ended_at IS NULL;
    RETURN FOUND;
END
$$;

-- How long appends waited is known after the commit.
CREATE FUNCTION es.note_swap(p_id uuid, p_ms double precision) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.rebuilds SET swap_ms = p_ms WHERE rebuild_id = p_id
$$;

-- By an operator: pause, go or stop. False where nothing is at work.
CREATE FUNCTION es.wish_rebuild(p_projection text, p_wish text) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- One that waits for a decision has no process that could heed a wish.
    UPDATE es.rebuilds
    SET wish = p_wish,
        phase = CASE WHEN p_wish = 'stop' AND phase = 'review' THEN 'stopped' ELSE phase END,
        ended_at = CASE WHEN p_wish = 'stop' AND phase = 'review' THEN clock_timestamp() END
    WHERE projection = p_projection AND ended_at IS NULL;
    RETURN FOUND;
END
$$;

-- Inside the transaction that swaps: first the cursors, so that no worker writes meanwhile; no rows where there is none.
CREATE FUNCTION es.lock_cursors(p_projection text) RETURNS SETOF es.cursors LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM es.cursors WHERE projection IN (p_projection, p_projection || ':previous') ORDER BY projection FOR UPDATE
$$;

-- Then the head, so that nothing is appended. The last position.
CREATE FUNCTION es.lock_head(p_log smallint) RETURNS bigint LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT position FROM es.head WHERE log = p_log FOR UPDATE
$$;

-- The tables are swapped: the new rows are those of p_version at p_position, the ones before are kept until p_kept. The fences are raised:
-- whoever fed either takes it anew.
CREATE FUNCTION es.swap_cursors(p_projection text, p_version integer, p_position bigint, p_kept timestamptz, p_held boolean)
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
END
$$;

-- The time of a previous version is over; its tables are dropped in the same transaction.
CREATE FUNCTION es.forget_previous(p_projection text) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM es.cursors WHERE projection = p_projection || ':previous' AND kept_until < clock_timestamp();
    RETURN FOUND;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA es FROM PUBLIC;
GRANT SELECT ON es.rebuilds TO es_writer, es_projector, es_auditor, es_operator;
GRANT EXECUTE ON FUNCTION
    es.begin_rebuild(text, integer, smallint, uuid, interval, text),
    es.advance_rebuild(uuid, uuid, bigint, bigint, double precision, timestamptz, interval),
    es.turn_rebuild(uuid, uuid, text, bigint, jsonb, jsonb, text), es.note_swap(uuid, double precision), es.lock_cursors(text),
    es.lock_head(smallint), es.swap_cursors(text, integer, bigint, timestamptz, boolean), es.forget_previous(text)
TO es_projector;
GRANT EXECUTE ON FUNCTION es.wish_rebuild(text, text) TO es_operator;

RESET ROLE;
