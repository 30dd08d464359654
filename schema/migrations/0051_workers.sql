-- Which workers are there, so that each takes its share of the read models.
SET ROLE es_owner;

CREATE UNLOGGED TABLE es.workers (
    owner   uuid PRIMARY KEY,
    program text NOT NULL,      -- read models with their versions: only workers of one program share them
    seen_at timestamptz NOT NULL
);

-- Says that a worker is there; answers how many of its program are, and how many of them come before it.
CREATE FUNCTION es.see_worker(p_owner uuid, p_program text, p_lease interval, OUT workers bigint, OUT earlier bigint) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO es.workers (owner, program, seen_at) VALUES (p_owner, p_program, clock_timestamp())
    ON CONFLICT (owner) DO UPDATE SET program = p_program, seen_at = clock_timestamp();
    DELETE FROM es.workers WHERE seen_at < clock_timestamp() - interval '1 hour';
    SELECT count(*), count(*) FILTER (WHERE owner < p_owner) INTO workers, earlier
    FROM es.workers WHERE program = p_program AND seen_at > clock_timestamp() - p_lease;
END
$$;

-- It goes: others need not wait for its time to run out.
CREATE FUNCTION es.forget_worker(p_owner uuid) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM es.workers WHERE owner = p_owner
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA es FROM PUBLIC;
GRANT SELECT ON es.workers TO es_writer, es_projector, es_auditor, es_operator;
GRANT EXECUTE ON FUNCTION es.see_worker(uuid, text, interval), es.forget_worker(uuid) TO es_projector;

RESET ROLE;
