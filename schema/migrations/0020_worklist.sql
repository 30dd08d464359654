-- worklist: what is to be done, by whom, since when, due when. Every change is a new row; `known` says between which positions of the
-- casework log a row was the state of things, and the present is the row whose range is open.
SET ROLE es_projector;

-- What an application is about: changes only where its content is amended.
CREATE TABLE read.worklist_cases (
    application_id     uuid NOT NULL,
    known              int8range NOT NULL,
    kind               text NOT NULL,
    receipt_number     text NOT NULL,
    receiving_office   text NOT NULL,
    responsible_office text NOT NULL,
    municipality       text NOT NULL,
    application_date   date NOT NULL,
    child_name         text,               -- sealed; NULL where erased
    child_birth_date   text,               -- sealed; NULL where erased
    diseases           text[] NOT NULL,
    documents          text[] NOT NULL,    -- names of the lines of the checklist
    PRIMARY KEY (application_id, known)
);
CREATE UNIQUE INDEX worklist_cases_present ON read.worklist_cases (application_id) WHERE upper_inf(known);
CREATE INDEX worklist_cases_changed ON read.worklist_cases (lower(known)) WHERE upper_inf(known);
CREATE INDEX worklist_cases_receipt_number ON read.worklist_cases (receipt_number) WHERE upper_inf(known);

-- Where it stands: changes with every event of the case. `valid` begins on the day from which the state took effect.
CREATE TABLE read.worklist_steps (
    application_id    uuid NOT NULL,
    known             int8range NOT NULL,
    valid             daterange NOT NULL,
    stage             text NOT NULL,
    queue             text,                -- where it waits; NULL where nothing is left to do
    office            text,                -- whose desk that is
    waiting_since     timestamptz NOT NULL,
    due_on            date,
    settled           text[] NOT NULL,     -- lines of the checklist for which nothing more is awaited
    checker           uuid,
    authors           uuid[] NOT NULL,
    award_id          uuid,
    recipient_id      uuid,
    corrected_since   date,                -- the clock stands still while the family corrects …
    corrected_days    integer NOT NULL,    -- … and stood still so long before
    changed_at        timestamptz NOT NULL,
    changed_by        uuid NOT NULL,
    changed_by_name   text NOT NULL,       -- sealed, or the name of a part of the program
    changed_by_role   text NOT NULL,
    changed_by_office text,
    change            text NOT NULL,       -- type of the event
    PRIMARY KEY (application_id, known)
);
CREATE UNIQUE INDEX worklist_steps_present ON read.worklist_steps (application_id) WHERE upper_inf(known);
CREATE INDEX worklist_steps_open ON read.worklist_steps (due_on, application_id) WHERE upper_inf(known) AND queue IS NOT NULL;

-- 標準処理期間: how long a decision may take, as the masters say.
CREATE TABLE read.worklist_terms (
    position   bigint PRIMARY KEY,
    valid_from date NOT NULL,
    valid_to   date,
    days       integer NOT NULL
);

RESET ROLE;
