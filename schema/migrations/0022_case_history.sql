-- case_history: what happened in a case, event by event. A row is the event as it was written, attached to the application it belongs to;
-- nothing in it ever changes, so the case as it was known at a position is the rows up to there.
SET ROLE es_projector;

CREATE TABLE read.case_history_entries (
    application_id uuid NOT NULL,
    position       bigint NOT NULL,
    stream_id      uuid NOT NULL,
    stream_version integer NOT NULL,
    event_id       uuid NOT NULL,
    event_type     text NOT NULL,
    schema_version smallint NOT NULL,
    recorded_at    timestamptz NOT NULL,
    effective_on   date NOT NULL,
    actor_id       uuid NOT NULL,
    actor_name     text NOT NULL,          -- sealed, or the name of a part of the program
    actor_role     text NOT NULL,
    actor_office   text,
    reason         text,                   -- a code, or sealed
    correlation_id uuid NOT NULL,
    payload        json NOT NULL,          -- sealed as it was written
    PRIMARY KEY (application_id, position)
);
-- Sealed content does not get smaller.
ALTER TABLE read.case_history_entries ALTER COLUMN payload SET STORAGE EXTERNAL;

RESET ROLE;
