-- 療養費の支払: what each decided claim is owed, batches, their lines. The account stands nowhere here; of a person only the sealed name, for lists.
SET ROLE es_projector;

CREATE TABLE read.payment_dues (
    reimbursement    uuid PRIMARY KEY,
    recipient        uuid NOT NULL,
    receipt_number   text NOT NULL,
    name             text,             -- sealed
    decided          boolean NOT NULL, -- something is or was to be paid
    decided_on       date,
    amount           bigint NOT NULL,  -- yen, as decided and corrected
    paid             bigint NOT NULL,  -- yen
    planned          bigint NOT NULL,  -- yen in a batch
    batch            uuid,
    correcting       boolean NOT NULL,
    account_changing boolean NOT NULL,
    fault            text,             -- why the last transfer did not arrive
    position         bigint NOT NULL   -- of the newest event about it
);
CREATE INDEX payment_dues_open ON read.payment_dues (decided_on, reimbursement) WHERE decided AND (amount <> paid OR planned <> 0);

CREATE TABLE read.payment_batches (
    batch        uuid PRIMARY KEY,
    year         integer NOT NULL,     -- fiscal year of 令和
    serial       integer NOT NULL,
    stage        text NOT NULL,        -- waiting, released, taken_back, delivered, closed
    pay_on       date NOT NULL,
    lines        integer NOT NULL,
    answered     integer NOT NULL,     -- lines with a result
    total        bigint NOT NULL,      -- yen
    paid         bigint NOT NULL,      -- yen
    rejected     bigint NOT NULL,      -- yen
    drawn_on     date NOT NULL,
    delivered_on date,
    position     bigint NOT NULL       -- of the newest event about it
);
CREATE INDEX payment_batches_newest ON read.payment_batches (year, serial);

CREATE TABLE read.payment_lines (
    payment        uuid PRIMARY KEY,
    batch          uuid NOT NULL,
    line           integer NOT NULL,
    reimbursement  uuid NOT NULL,
    recipient      uuid NOT NULL,
    receipt_number text NOT NULL,
    amount         bigint NOT NULL,    -- yen
    paid_on        date,               -- NULL where it was not paid
    fault          text,               -- why it was not paid
    position       bigint NOT NULL
);
CREATE INDEX payment_lines_of_batch ON read.payment_lines (batch, line);
CREATE INDEX payment_lines_paid ON read.payment_lines (paid_on) WHERE paid_on IS NOT NULL;

RESET ROLE;
