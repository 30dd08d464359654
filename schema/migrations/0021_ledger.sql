-- ledger: who is entitled to what. Two times in every row: `known`, between which positions of the casework log we held it to be so, and
-- `valid`, on which days it is so. The present is the open end of `known`.
SET ROLE es_projector;

CREATE TABLE read.ledger_people (
    recipient_id   uuid NOT NULL,
    known          int8range NOT NULL,
    valid          daterange NOT NULL,
    application_id uuid NOT NULL,          -- from which the particulars come
    name           text,                   -- sealed; NULL where erased
    birth_date     text,                   -- sealed; NULL where erased
    address        text,                   -- sealed; NULL where erased
    guardian       text,                   -- sealed; NULL where erased
    municipality   text NOT NULL,
    PRIMARY KEY (recipient_id, known)
);
CREATE UNIQUE INDEX ledger_people_present ON read.ledger_people (recipient_id) WHERE upper_inf(known);
CREATE INDEX ledger_people_changed ON read.ledger_people (lower(known)) WHERE upper_inf(known);

CREATE TABLE read.ledger_awards (
    award_id               uuid NOT NULL,
    known                  int8range NOT NULL,
    valid                  daterange NOT NULL,   -- 有効期間
    recipient_id           uuid NOT NULL,
    application_id         uuid NOT NULL,
    kind                   text NOT NULL,
    payer_number           text NOT NULL,
    recipient_number       text NOT NULL,
    responsible_office     text NOT NULL,
    diseases               text[] NOT NULL,
    tier                   text,
    severity               text NOT NULL,
    haemophilia            boolean NOT NULL,
    monthly_cap            bigint NOT NULL,      -- yen
    decided_on             date NOT NULL,
    registrant_certificate boolean NOT NULL,
    certificate            text NOT NULL,        -- waiting, stopped or issued
    certificate_id         uuid,
    certificate_issued_on  date,
    certificate_copy       integer,
    changed_at             timestamptz NOT NULL,
    changed_by             uuid NOT NULL,
    changed_by_name        text NOT NULL,        -- sealed, or the name of a part of the program
    changed_by_role        text NOT NULL,
    changed_by_office      text,
    change                 text NOT NULL,        -- type of the event
    PRIMARY KEY (award_id, known)
);
CREATE UNIQUE INDEX ledger_awards_present ON read.ledger_awards (award_id) WHERE upper_inf(known);
CREATE INDEX ledger_awards_number ON read.ledger_awards (payer_number, recipient_number, award_id);
CREATE INDEX ledger_awards_recipient_number ON read.ledger_awards (recipient_number);
CREATE INDEX ledger_awards_recipient ON read.ledger_awards (recipient_id);
CREATE INDEX ledger_awards_application ON read.ledger_awards (application_id);
CREATE INDEX ledger_awards_changed ON read.ledger_awards (lower(known)) WHERE upper_inf(known);

RESET ROLE;
