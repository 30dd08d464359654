-- Where the key that signs a log handed over to another (署名鍵の引き継ぎ): both signed the same checkpoint.
SET ROLE es_owner;

CREATE TABLE es.handovers (
    log         smallint NOT NULL,
    size        bigint NOT NULL,
    old_key     text NOT NULL,           -- vkey lines of C2SP signed-note
    new_key     text NOT NULL,
    note        text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (log, size),
    UNIQUE (log, old_key),
    FOREIGN KEY (log, size) REFERENCES es.checkpoints
);

SELECT es.guard('es.handovers');

-- Keeps a handover under the newest checkpoint; false where another checkpoint has come since, or the key handed over before. The lock is
-- that of es.keep_checkpoint, so that nothing is signed by the old key in between.
CREATE FUNCTION es.keep_handover(p_log smallint, p_size bigint, p_old text, p_new text, p_note text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('es.keep_checkpoint'), p_log);
    IF p_size IS DISTINCT FROM (SELECT max(size) FROM es.checkpoints WHERE log = p_log)
       OR EXISTS (SELECT FROM es.handovers WHERE log = p_log AND (old_key = p_old OR size = p_size)) THEN
        RETURN false;
    END IF;
    INSERT INTO es.handovers (log, size, old_key, new_key, note, recorded_at)
    VALUES (p_log, p_size, p_old, p_new, p_note, clock_timestamp());
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION es.keep_handover(smallint, bigint, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION es.keep_handover(smallint, bigint, text, text, text) TO es_projector;
GRANT SELECT ON es.handovers TO es_writer, es_projector, es_auditor, es_operator;

RESET ROLE;
