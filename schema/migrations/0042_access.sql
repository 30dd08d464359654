-- access: who saw what. One row an event of the access log; a row never changes. The key is the member of staff, because everything an
-- event of that log tells is told of one; whom it showed stands in the list of subjects.
SET ROLE es_projector;

CREATE TABLE read.access_entries (
    actor_id       uuid NOT NULL,
    position       bigint NOT NULL,
    stream_id      uuid NOT NULL,
    event_type     text NOT NULL,
    recorded_at    timestamptz NOT NULL,
    actor_name     text NOT NULL,          -- sealed, or the name of a part of the program
    actor_role     text NOT NULL,
    actor_office   text,
    correlation_id uuid NOT NULL,
    screen         text NOT NULL,          -- route, document or nothing
    subjects       uuid[] NOT NULL,        -- applications and recipients that were shown
    purpose        text,                   -- sealed
    PRIMARY KEY (actor_id, position)
);
CREATE INDEX access_entries_subjects ON read.access_entries USING gin (subjects);
CREATE INDEX access_entries_recorded ON read.access_entries (recorded_at);
CREATE INDEX access_entries_samples ON read.access_entries (position) WHERE event_type = 'audit.sample_drawn';

RESET ROLE;
