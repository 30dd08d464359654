-- The ledger at any past moment: rows are found by the position from which they were known, which also leads from one change to the next.
SET ROLE es_projector;

CREATE INDEX ledger_awards_known ON read.ledger_awards (lower(known));

RESET ROLE;
