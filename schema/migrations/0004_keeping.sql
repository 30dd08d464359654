SET ROLE es_owner;

-- One key a person, wrapped by a key that lies outside the database. Destroying the key erases the person everywhere at once.
CREATE TABLE es.subject_keys (
    key_id       uuid PRIMARY KEY,
    subject_id   uuid NOT NULL,
    wrapped_key  bytea,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE INDEX subject_keys_subject ON es.subject_keys (subject_id);

-- Destroys every key of a person; returns how many there were.
CREATE FUNCTION es.destroy_keys(p_subject_id uuid) RETURNS integer LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH destroyed AS (
        UPDATE es.subject_keys SET wrapped_key = NULL, destroyed_at = clock_timestamp()
        WHERE subject_id = p_subject_id AND destroyed_at IS NULL
        RETURNING 1
    )
    SELECT count(*)::integer FROM destroyed
$$;

-- Issued documents as they went out, sealed: what was issued is shown, never made again.
CREATE TABLE es.artifacts (
    artifact_id uuid PRIMARY KEY,
    kind        text NOT NULL,
    digest      bytea NOT NULL CHECK (octet_length(digest) = 32),   -- HMAC-SHA256 of the document under the person's key: erased with it
    sealed      bytea NOT NULL,
    created_at  timestamptz NOT NULL
);
ALTER TABLE es.artifacts ALTER COLUMN sealed SET STORAGE EXTERNAL;
SELECT es.guard('es.artifacts');

-- Keeps a document. Keeping the same one again changes nothing; another one under the same id is refused.
CREATE FUNCTION es.keep_artifact(p_artifact_id uuid, p_kind text, p_digest bytea, p_sealed bytea) RETURNS timestamptz LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept es.artifacts;
BEGIN
    INSERT INTO es.artifacts (artifact_id, kind, digest, sealed, created_at)
    VALUES (p_artifact_id, p_kind, p_digest, p_sealed, clock_timestamp())
    ON CONFLICT (artifact_id) DO NOTHING;
    SELECT * INTO kept FROM es.artifacts WHERE artifact_id = p_artifact_id;
    IF kept.digest <> p_digest OR kept.kind <> p_kind THEN
        RAISE EXCEPTION 'another document is kept as %', p_artifact_id USING ERRCODE = 'unique_violation';
    END IF;
    RETURN kept.created_at;
END
$$;

-- Individual numbers (個人番号), sealed under a key of their own. No role reads this table; each function takes one row at a time.
CREATE TABLE vault.my_numbers (
    ref_id       uuid PRIMARY KEY,
    subject_id   uuid NOT NULL,
    sealed       bytea,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((sealed IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE INDEX my_numbers_subject ON vault.my_numbers (subject_id);

CREATE FUNCTION vault.keep(p_ref_id uuid, p_subject_id uuid, p_sealed bytea) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO vault.my_numbers (ref_id, subject_id, sealed, created_at) VALUES (p_ref_id, p_subject_id, p_sealed, clock_timestamp())
$$;

-- NULL where there is none, or none any more.
CREATE FUNCTION vault.reveal(p_ref_id uuid) RETURNS bytea LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT sealed FROM vault.my_numbers WHERE ref_id = p_ref_id
$$;

CREATE FUNCTION vault.destroy(p_subject_id uuid) RETURNS integer LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH destroyed AS (
        UPDATE vault.my_numbers SET sealed = NULL, destroyed_at = clock_timestamp()
        WHERE subject_id = p_subject_id AND destroyed_at IS NULL
        RETURNING 1
    )
    SELECT count(*)::integer FROM destroyed
$$;

RESET ROLE;
