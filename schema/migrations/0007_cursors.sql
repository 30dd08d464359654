-- How far each read model has come, and who is at work on it.
SET ROLE es_owner;

CREATE TABLE es.cursors (
    projection          text PRIMARY KEY,
    version             integer NOT NULL,
    log                 smallint NOT NULL,
    position            bigint NOT NULL,
    status              text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'stopped')),
    error               jsonb,              -- {"position", "event_type", "message"} of the event at which it stopped
    owner               uuid,
    fence               bigint NOT NULL DEFAULT 0,
    lease_until         timestamptz,
    updated_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    rebuild_owner       uuid,
    rebuild_position    bigint,
    rebuild_lease_until timestamptz
) WITH (fillfactor = 50);

-- Takes the projection for this worker. outcome: claimed; busy (another worker has it); stopped (at an event it cannot apply); outdated
-- (the rows were made by an older version: a rebuild is due); newer (a newer program has it). Each claim raises the fence, and
-- whoever had it before can write no more.
CREATE FUNCTION es.claim_cursor(p_projection text, p_version integer, p_log smallint, p_owner uuid, p_lease interval,
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

-- First in the transaction that writes the rows: the position from which to go on, or NULL where the projection is no longer ours.
CREATE FUNCTION es.hold_cursor(p_projection text, p_fence bigint) RETURNS bigint LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT position FROM es.cursors WHERE projection = p_projection AND fence = p_fence AND status = 'running' FOR UPDATE
$$;

-- Last in that transaction. False: not ours any more, roll back.
CREATE FUNCTION es.advance_cursor(p_projection text, p_fence bigint, p_position bigint, p_lease interval) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH moved AS (
        UPDATE es.cursors SET position = p_position, lease_until = clock_timestamp() + p_lease, updated_at = clock_timestamp()
        WHERE projection = p_projection AND fence = p_fence AND status = 'running' AND position <= p_position
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM moved)
$$;

CREATE FUNCTION es.stop_cursor(p_projection text, p_fence bigint, p_error jsonb) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH stopped AS (
        UPDATE es.cursors SET status = 'stopped', error = p_error, owner = NULL, lease_until = NULL, updated_at = clock_timestamp()
        WHERE projection = p_projection AND fence = p_fence
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM stopped)
$$;

CREATE FUNCTION es.release_cursor(p_projection text, p_fence bigint) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.cursors SET owner = NULL, lease_until = NULL WHERE projection = p_projection AND fence = p_fence
$$;

-- By an operator, when the cause is gone: tries the event again. False where it was not stopped.
CREATE FUNCTION es.resume_cursor(p_projection text) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH resumed AS (
        UPDATE es.cursors SET status = 'running', error = NULL, updated_at = clock_timestamp()
        WHERE projection = p_projection AND status = 'stopped'
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM resumed)
$$;

-- False where another rebuild of it is at work. The live rows go on being fed.
CREATE FUNCTION es.begin_rebuild(p_projection text, p_version integer, p_log smallint, p_owner uuid, p_lease interval) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO es.cursors (projection, version, log, position) VALUES (p_projection, p_version, p_log, 0) ON CONFLICT DO NOTHING;
    UPDATE es.cursors SET rebuild_owner = p_owner, rebuild_position = 0, rebuild_lease_until = clock_timestamp() + p_lease
    WHERE projection = p_projection AND (rebuild_owner IS NULL OR rebuild_lease_until < clock_timestamp());
    RETURN FOUND;
END
$$;

CREATE FUNCTION es.advance_rebuild(p_projection text, p_owner uuid, p_position bigint, p_lease interval) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE es.cursors SET rebuild_position = p_position, rebuild_lease_until = clock_timestamp() + p_lease
    WHERE projection = p_projection AND rebuild_owner = p_owner;
    RETURN FOUND;
END
$$;

CREATE FUNCTION es.abandon_rebuild(p_projection text, p_owner uuid) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.cursors SET rebuild_owner = NULL, rebuild_position = NULL, rebuild_lease_until = NULL
    WHERE projection = p_projection AND rebuild_owner = p_owner
$$;

-- Inside the transaction that swaps the tables: first the cursor, so that no worker writes meanwhile; then the head, so that nothing
-- is appended. Returns the last position, or NULL where the rebuild is no longer ours.
CREATE FUNCTION es.lock_for_swap(p_projection text, p_owner uuid) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row es.cursors;
BEGIN
    SELECT * INTO row FROM es.cursors WHERE projection = p_projection FOR UPDATE;
    IF row.rebuild_owner IS DISTINCT FROM p_owner THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT h.position FROM es.head AS h WHERE h.log = row.log FOR UPDATE);
END
$$;

-- The tables are swapped. The fence is raised: the worker that fed the old rows takes the projection anew, from here.
CREATE FUNCTION es.finish_rebuild(p_projection text, p_owner uuid, p_version integer, p_position bigint) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE es.cursors
    SET version = p_version, position = p_position, status = 'running', error = NULL, owner = NULL, lease_until = NULL, fence = fence + 1,
        updated_at = clock_timestamp(), rebuild_owner = NULL, rebuild_position = NULL, rebuild_lease_until = NULL
    WHERE projection = p_projection AND rebuild_owner = p_owner;
    RETURN FOUND;
END
$$;

RESET ROLE;
