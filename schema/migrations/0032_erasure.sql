-- Erasure of a person: only what an event of the log says was carried out is destroyed, and with the keys everything that could still
-- lead to the person.
SET ROLE es_owner;

-- Destroys the keys of a person and the claims on individual numbers made in the person's name; returns how many keys there were.
CREATE OR REPLACE FUNCTION es.destroy_keys(p_subject_id uuid) RETURNS integer LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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

-- Carries out what the event at this position of the casework log says. The program that serves screens may call this and nothing that
-- destroys more: without an event there is no erasure. Doing it again destroys nothing more.
CREATE FUNCTION es.carry_out_erasure(p_position bigint) RETURNS TABLE (keys integer, numbers integer) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told json := (SELECT payload FROM es.events WHERE log = 1 AND position = p_position AND event_type = 'erasure.carried_out');
BEGIN
    IF told IS NULL THEN
        RAISE EXCEPTION 'nothing was erased at position %', p_position USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(sum(es.destroy_keys(subject::uuid)), 0)::integer, coalesce(sum(vault.destroy(subject::uuid)), 0)::integer
    INTO keys, numbers
    FROM json_array_elements_text(told -> 'subjects') AS subject;
    RETURN NEXT;
END
$$;

GRANT EXECUTE ON FUNCTION es.carry_out_erasure(bigint) TO es_writer;

RESET ROLE;

-- retention: whose records may go, and what became of it. One row a person: a recipient, or an application that has none. Holds no personal
-- data but the numbers by which staff know a case.
SET ROLE es_projector;

CREATE TABLE read.retention_people (
    person        uuid PRIMARY KEY,
    number        text NOT NULL,           -- recipient number, or receipt number where there is none
    subjects      uuid[] NOT NULL,         -- whose keys would go
    last_ended_on date,                    -- NULL while something is under way
    stage         text NOT NULL,           -- kept, proposed, erased
    held          boolean NOT NULL,
    proposed_by   uuid,
    proposed_at   timestamptz,
    erased_at     bigint,                  -- position of the event that carried it out
    position      bigint NOT NULL          -- of the newest event about it
);
CREATE INDEX retention_people_over ON read.retention_people (last_ended_on, person) WHERE stage = 'kept' AND NOT held;
CREATE INDEX retention_people_told ON read.retention_people (stage, position DESC) WHERE stage <> 'kept' OR held;

RESET ROLE;
