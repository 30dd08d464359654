-- Signed statements about the log, and what makes the next one cheap. The signatures are made outside the database.
SET ROLE es_owner;

-- Roots of the full tiles of the Merkle tree (C2SP tlog-tiles): one hash for 256 leaves, one for 65,536, and so on. Level 0 is
-- es.events.leaf itself.
CREATE TABLE es.tree_nodes (
    log   smallint NOT NULL,
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 7),
    index bigint NOT NULL,
    hash  bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (log, level, index)
);

-- Checkpoints (検証点) as notes signed by the log.
CREATE TABLE es.checkpoints (
    log         smallint NOT NULL,
    size        bigint NOT NULL CHECK (size > 0),
    root        bytea NOT NULL CHECK (octet_length(root) = 32),
    note        text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (log, size)
);

-- What witnesses (立会い) signed under a checkpoint.
CREATE TABLE es.cosignatures (
    log         smallint NOT NULL,
    size        bigint NOT NULL,
    witness     text NOT NULL,          -- name+id of the witness's key
    line        text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (log, size, witness),
    FOREIGN KEY (log, size) REFERENCES es.checkpoints
);

CREATE INDEX cosignatures_recorded_at ON es.cosignatures (log, recorded_at);

SELECT es.guard('es.tree_nodes'), es.guard('es.checkpoints'), es.guard('es.cosignatures');

-- Keeps a checkpoint and the tiles that have become full since the one before. False where a newer one is kept already: several workers
-- may sign. A tile that is kept with another hash, or a hole among them, is refused.
CREATE FUNCTION es.keep_checkpoint(
    p_log smallint, p_size bigint, p_root bytea, p_note text, p_levels smallint[], p_indexes bigint[], p_hashes bytea[]
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('es.keep_checkpoint'), p_log);
    IF p_size <= (SELECT coalesce(max(size), 0) FROM es.checkpoints WHERE log = p_log) THEN
        RETURN false;
    END IF;
    IF p_size > (SELECT position FROM es.head WHERE log = p_log) THEN
        RAISE EXCEPTION 'log % has fewer events than the checkpoint says', p_log USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO es.tree_nodes (log, level, index, hash)
    SELECT p_log, node.level, node.index, node.hash FROM unnest(p_levels, p_indexes, p_hashes) AS node (level, index, hash)
    ON CONFLICT DO NOTHING;
    IF EXISTS (
        SELECT FROM unnest(p_levels, p_indexes, p_hashes) AS node (level, index, hash)
        JOIN es.tree_nodes AS kept ON kept.log = p_log AND kept.level = node.level AND kept.index = node.index
        WHERE kept.hash <> node.hash
    ) OR EXISTS (
        SELECT FROM unnest(p_levels, p_indexes) AS node (level, index)
        WHERE node.index > 0 AND NOT EXISTS (
            SELECT FROM es.tree_nodes AS kept WHERE kept.log = p_log AND kept.level = node.level AND kept.index = node.index - 1
        )
    ) OR EXISTS (
        SELECT FROM generate_series(1, 7) AS level
        WHERE p_size >> (8 * level) <>
              (SELECT coalesce(max(kept.index) + 1, 0) FROM es.tree_nodes AS kept WHERE kept.log = p_log AND kept.level = level.level)
    ) THEN
        RAISE EXCEPTION 'the tiles of log % do not fit those that are kept', p_log USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO es.checkpoints (log, size, root, note, recorded_at) VALUES (p_log, p_size, p_root, p_note, clock_timestamp());
    RETURN true;
END
$$;

-- Keeps what a witness signed; the first signature of each witness under a checkpoint stays.
CREATE FUNCTION es.keep_cosignature(p_log smallint, p_size bigint, p_witness text, p_line text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO es.cosignatures (log, size, witness, line, recorded_at) VALUES (p_log, p_size, p_witness, p_line, clock_timestamp())
    ON CONFLICT DO NOTHING
$$;

REVOKE ALL ON FUNCTION es.keep_checkpoint(smallint, bigint, bytea, text, smallint[], bigint[], bytea[]),
    es.keep_cosignature(smallint, bigint, text, text) FROM PUBLIC;
-- The worker, which also feeds read models. The screens run as es_writer, may read them, and have no key either.
GRANT EXECUTE ON FUNCTION es.keep_checkpoint(smallint, bigint, bytea, text, smallint[], bigint[], bytea[]),
    es.keep_cosignature(smallint, bigint, text, text) TO es_projector;
GRANT SELECT ON es.tree_nodes, es.checkpoints, es.cosignatures TO es_writer, es_projector, es_auditor, es_operator;

RESET ROLE;
