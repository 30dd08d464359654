-- How many awards a file left out because nobody can say who reviews their claims.
SET ROLE es_projector;

ALTER TABLE read.recipient_files ADD COLUMN undecided integer NOT NULL DEFAULT 0;

RESET ROLE;
