-- reimbursements: which claims (療養費) wait, and what was decided. Every change is a new row; the present is the row whose `known` is open.
SET ROLE es_projector;

CREATE TABLE read.reimbursements (
    reimbursement_id   uuid NOT NULL,
    known              int8range NOT NULL,
    receipt_number     text NOT NULL,
    recipient_id       uuid NOT NULL,
    award_id           uuid NOT NULL,
    receiving_office   text NOT NULL,
    responsible_office text NOT NULL,
    filed_on           date NOT NULL,
    due_on             date NOT NULL,
    name               text,               -- sealed; NULL where erased
    stage              text NOT NULL,
    open               boolean NOT NULL,   -- somebody still has to do something
    amount             bigint,             -- yen, as computed or decided
    changed_at         timestamptz NOT NULL,
    changed_by         uuid NOT NULL,
    changed_by_name    text NOT NULL,      -- sealed, or the name of a part of the program
    changed_by_role    text NOT NULL,
    changed_by_office  text,
    change             text NOT NULL,      -- type of the event
    PRIMARY KEY (reimbursement_id, known)
);
CREATE UNIQUE INDEX reimbursements_present ON read.reimbursements (reimbursement_id) WHERE upper_inf(known);
CREATE INDEX reimbursements_open ON read.reimbursements (due_on, reimbursement_id) WHERE upper_inf(known) AND open;
CREATE INDEX reimbursements_of_recipient ON read.reimbursements (recipient_id) WHERE upper_inf(known);

RESET ROLE;
