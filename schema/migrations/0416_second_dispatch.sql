-- How often a letter went out: one that came back goes out again as the same letter.
SET ROLE es_projector;

ALTER TABLE read.letters ADD COLUMN dispatches integer NOT NULL DEFAULT 0;

RESET ROLE;
