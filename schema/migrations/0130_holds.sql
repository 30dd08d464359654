-- A case that was put aside comes back on its day.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps ADD COLUMN held_until date;   -- put aside, or with the family, until this day

RESET ROLE;
