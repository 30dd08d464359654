-- notices: which notices (届) wait, and what became of them. Every change is a new row; the present is the row whose `known` is open.
SET ROLE es_projector;

CREATE TABLE read.notices (
    notice_id          uuid NOT NULL,
    known              int8range NOT NULL,
    kind               text NOT NULL,
    receipt_number     text NOT NULL,
    recipient_id       uuid NOT NULL,
    award_id           uuid NOT NULL,
    receiving_office   text NOT NULL,
    responsible_office text NOT NULL,
    filed_on           date NOT NULL,
    happened_on        date NOT NULL,
    name               text,               -- sealed; NULL where erased
    stage              text NOT NULL,
    office             text,               -- whose desk it lies on; NULL where nothing is left to do
    waiting_since      timestamptz NOT NULL,
    due_on             date NOT NULL,
    change_of_award    boolean,            -- the rule on the household of account; NULL where it was not asked
    changed_at         timestamptz NOT NULL,
    changed_by         uuid NOT NULL,
    changed_by_name    text NOT NULL,      -- sealed, or the name of a part of the program
    changed_by_role    text NOT NULL,
    changed_by_office  text,
    change             text NOT NULL,      -- type of the event
    PRIMARY KEY (notice_id, known)
);
CREATE UNIQUE INDEX notices_present ON read.notices (notice_id) WHERE upper_inf(known);
CREATE INDEX notices_open ON read.notices (due_on, notice_id) WHERE upper_inf(known) AND office IS NOT NULL;
CREATE INDEX notices_recipient ON read.notices (recipient_id) WHERE upper_inf(known);
CREATE INDEX notices_changed ON read.notices (lower(known)) WHERE upper_inf(known);

RESET ROLE;
