-- An erasure also takes what lies beside the log under a person's id: the rows of impact studies, which show amounts. They can be made again.
SET ROLE es_owner;

-- Destroys the keys of a person, the claims on individual numbers made in the person's name, and the rows of studies; returns how many keys
-- there were.
CREATE OR REPLACE FUNCTION es.destroy_keys(p_subject_id uuid) RETURNS integer LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM desk.impact_rows WHERE recipient_id = p_subject_id OR application_id = p_subject_id;
    -- A claim is an HMAC of the number: whoever has the pepper could still ask whether a certain child was here.
    DELETE FROM es.claims AS c USING es.events AS e
    WHERE e.log = c.log AND e.position = c.position AND c.kind = 'recipient_my_number'
      AND e.position IN (SELECT position FROM es.events WHERE log = 1 AND stream_id = p_subject_id) AND e.log = 1;
    WITH destroyed AS (
        UPDATE es.subject_keys SET wrapped_key = NULL, destroyed_at = clock_timestamp()
        WHERE subject_id = p_subject_id AND destroyed_at IS NULL
        RETURNING 1
    )
    SELECT count(*)::integer FROM destroyed
$$;

RESET ROLE;
