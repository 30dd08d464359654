-- Inquiries about cases: who outside was asked and has not answered, and for which of them the clock of the standard processing period stands.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps ADD COLUMN inquiries uuid[] NOT NULL DEFAULT '{}';     -- not answered yet
ALTER TABLE read.worklist_steps ADD COLUMN clock_stops uuid[] NOT NULL DEFAULT '{}';   -- those of them for which the clock stands
ALTER TABLE read.worklist_steps ADD COLUMN answers_due date;                           -- by when the last of these should be answered

CREATE TABLE read.inquiries (
    inquiry     uuid PRIMARY KEY,
    application uuid NOT NULL,
    party       text NOT NULL,
    ground      text NOT NULL,
    asked_on    date NOT NULL,
    due_on      date NOT NULL,
    state       text NOT NULL,       -- open, answered, withdrawn
    ended_on    date,
    stops_clock boolean NOT NULL,
    position    bigint NOT NULL      -- of the newest event about it
);
CREATE INDEX inquiries_open ON read.inquiries (due_on, inquiry) WHERE state = 'open';

RESET ROLE;
