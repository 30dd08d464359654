-- Why an award ends earlier than it was granted to: a word of the read model, NULL where it runs to its day.
SET ROLE es_projector;

ALTER TABLE read.ledger_awards ADD COLUMN ended text;

RESET ROLE;
