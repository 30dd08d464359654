-- A revocation or correction that waits for its decision, on the row of its award.
SET ROLE es_projector;

ALTER TABLE read.ledger_awards ADD COLUMN redress text;   -- revocation, correction; NULL where none waits
CREATE INDEX ledger_awards_redress ON read.ledger_awards (award_id) WHERE upper_inf(known) AND redress IS NOT NULL;

RESET ROLE;
