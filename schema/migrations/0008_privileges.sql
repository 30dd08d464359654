-- No role of the program writes a table of the log; they call functions, each of which does one thing. A test tries every forbidden
-- statement as every role.
SET ROLE es_owner;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA es, vault FROM PUBLIC;

GRANT SELECT ON es.head, es.streams, es.events, es.commands, es.claims, es.subject_keys, es.artifacts, es.cursors TO es_writer;
GRANT EXECUTE ON FUNCTION es.append(smallint, es.batch) TO es_writer;
GRANT EXECUTE ON FUNCTION es.keep_artifact(uuid, text, bytea, bytea) TO es_writer;
GRANT EXECUTE ON FUNCTION es.ensure_partitions() TO es_writer, es_operator;
GRANT EXECUTE ON FUNCTION vault.keep(uuid, uuid, bytea), vault.reveal(uuid) TO es_writer;

GRANT SELECT ON es.head, es.events, es.cursors TO es_projector;
GRANT EXECUTE ON FUNCTION
    es.claim_cursor(text, integer, smallint, uuid, interval), es.hold_cursor(text, bigint),
    es.advance_cursor(text, bigint, bigint, interval), es.stop_cursor(text, bigint, jsonb), es.release_cursor(text, bigint),
    es.begin_rebuild(text, integer, smallint, uuid, interval), es.advance_rebuild(text, uuid, bigint, interval),
    es.abandon_rebuild(text, uuid), es.lock_for_swap(text, uuid), es.finish_rebuild(text, uuid, integer, bigint)
TO es_projector;

GRANT SELECT ON ALL TABLES IN SCHEMA es TO es_auditor;
ALTER DEFAULT PRIVILEGES IN SCHEMA es GRANT SELECT ON TABLES TO es_auditor;
-- Recomputing the hashes changes nothing.
GRANT EXECUTE ON FUNCTION es.sized(text), es.leaf(bytea), es.link(bytea, bytea),
    es.entry(smallint, bigint, uuid, text, integer, uuid, text, smallint, uuid, timestamptz, date, uuid, text, text, text, text, uuid,
             uuid, text, text, text)
TO es_auditor;

GRANT SELECT ON es.head, es.streams, es.events, es.commands, es.claims, es.subject_keys, es.cursors TO es_operator;
GRANT EXECUTE ON FUNCTION es.append_at(smallint, es.batch, timestamptz[]), es.resume_cursor(text), es.destroy_keys(uuid), vault.destroy(uuid)
TO es_operator;

RESET ROLE;
