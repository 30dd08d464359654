-- What verifying found, so that screens can say when everything was last looked at, and a screen can ask for it to be done. Not part of the
-- log: looking at a log leaves no trace in it.
SET ROLE es_owner;

CREATE TABLE es.verifications (
    verification_id uuid PRIMARY KEY,
    requested_at    timestamptz NOT NULL,
    requested_by    uuid,                   -- a member of staff; NULL: from the command line
    state           text NOT NULL CHECK (state IN ('requested', 'running', 'finished', 'stopped', 'failed')),
    stop            boolean NOT NULL,       -- somebody wants it stopped
    updated_at      timestamptz NOT NULL,
    progress        json,
    exit_code       smallint,
    report          json,                   -- no personal data
    CHECK ((state = 'finished') = (report IS NOT NULL AND exit_code IS NOT NULL))
);
CREATE INDEX verifications_newest ON es.verifications (requested_at DESC);
-- One at a time.
CREATE UNIQUE INDEX verifications_at_work ON es.verifications ((true)) WHERE state IN ('requested', 'running');

-- Asks for a verification, which a worker carries out. False where one is at work; one that has not moved for a minute is not.
CREATE FUNCTION es.request_verification(p_id uuid, p_by uuid) RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE es.verifications SET state = 'failed', updated_at = clock_timestamp()
    WHERE state = 'running' AND updated_at < clock_timestamp() - interval '1 minute';
    INSERT INTO es.verifications (verification_id, requested_at, requested_by, state, stop, updated_at)
    VALUES (p_id, clock_timestamp(), p_by, 'requested', false, clock_timestamp())
    ON CONFLICT DO NOTHING;
    RETURN FOUND;
END
$$;

CREATE FUNCTION es.stop_verification(p_id uuid) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.verifications SET stop = true WHERE verification_id = p_id AND state IN ('requested', 'running')
$$;

-- Takes a requested verification on; NULL where there is none.
CREATE FUNCTION es.begin_verification() RETURNS uuid LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.verifications SET state = 'running', updated_at = clock_timestamp()
    WHERE verification_id = (SELECT verification_id FROM es.verifications WHERE state = 'requested' FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING verification_id
$$;

-- Says how far it is; true where it should stop.
CREATE FUNCTION es.advance_verification(p_id uuid, p_progress json) RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE es.verifications SET progress = p_progress, updated_at = clock_timestamp()
    WHERE verification_id = p_id AND state = 'running' RETURNING stop
$$;

-- Says what became of it. A verification that nobody asked for, from the command line, is entered here.
CREATE FUNCTION es.end_verification(p_id uuid, p_state text, p_exit smallint, p_report json) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO es.verifications (verification_id, requested_at, state, stop, updated_at, exit_code, report)
    VALUES (p_id, clock_timestamp(), p_state, false, clock_timestamp(), p_exit, p_report)
    ON CONFLICT (verification_id) DO UPDATE
    SET state = excluded.state, updated_at = excluded.updated_at, exit_code = excluded.exit_code, report = excluded.report
$$;

REVOKE ALL ON FUNCTION es.request_verification(uuid, uuid), es.stop_verification(uuid), es.begin_verification(),
    es.advance_verification(uuid, json), es.end_verification(uuid, text, smallint, json) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION es.request_verification(uuid, uuid), es.stop_verification(uuid) TO es_writer;
GRANT EXECUTE ON FUNCTION es.begin_verification(), es.advance_verification(uuid, json), es.end_verification(uuid, text, smallint, json)
TO es_operator;
GRANT SELECT ON es.verifications TO es_writer, es_auditor, es_operator;

RESET ROLE;
