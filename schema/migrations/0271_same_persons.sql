-- same_persons: which rows of the ledger are one person (同じ人), and under which of them they go on. Every change is a new row; the present
-- is the row whose `known` is open.
SET ROLE es_projector;

CREATE TABLE read.same_persons (
    recipient_id uuid NOT NULL,
    known        int8range NOT NULL,
    with_id      uuid,               -- NULL once it is undone
    PRIMARY KEY (recipient_id, known)
);
CREATE UNIQUE INDEX same_persons_present ON read.same_persons (recipient_id) WHERE upper_inf(known);
CREATE INDEX same_persons_with ON read.same_persons (with_id) WHERE with_id IS NOT NULL;

RESET ROLE;
