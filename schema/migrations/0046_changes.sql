-- changes: everything that changed what people are entitled to, and everything that changed the system under it. One row a thing changed;
-- rows are only added. What a thing was before is what the row before it with the same subject says.
SET ROLE es_projector;

CREATE TABLE read.change_entries (
    stream_id      uuid NOT NULL,
    position       bigint NOT NULL,
    part           integer NOT NULL,       -- several things may change in one event
    kind           text NOT NULL,
    subject        text NOT NULL,          -- what changed: codes only
    content        text,                   -- what it is now: a code, a digest, or codes in JSON; NULL: gone
    basis          text NOT NULL CHECK (basis IN ('application', 'procedure', 'request', 'none')),
    request        text,                   -- number of the change request
    application_id uuid,                   -- the application (申請) that is the authority
    recipient_id   uuid,                   -- the person whose entitlement it is
    prepared_by    uuid,                   -- where two persons acted: the first; the actor is then who approved
    event_id       uuid NOT NULL,
    event_type     text NOT NULL,
    stream_version integer NOT NULL,
    command_id     uuid NOT NULL,
    correlation_id uuid NOT NULL,
    recorded_at    timestamptz NOT NULL,
    effective_on   date NOT NULL,
    actor_id       uuid NOT NULL,
    actor_name     text NOT NULL,          -- sealed, or the name of a part of the program
    actor_role     text NOT NULL,
    actor_office   text,
    reason         text,                   -- a code, or sealed
    PRIMARY KEY (position, part)
);
CREATE INDEX change_entries_subject ON read.change_entries (subject, position);
CREATE INDEX change_entries_command ON read.change_entries (command_id, position);
CREATE INDEX change_entries_recorded ON read.change_entries (recorded_at);
-- What must be none, found at once.
CREATE INDEX change_entries_unasked ON read.change_entries (recorded_at) WHERE basis = 'none';

RESET ROLE;
