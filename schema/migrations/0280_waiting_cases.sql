-- What waits now is a handful among all steps there ever were. The database can know that only of a column: a condition on the range is
-- a guess to it, and by that guess it read every case to find the open ones.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps ADD COLUMN waits_in text GENERATED ALWAYS AS (CASE WHEN upper_inf(known) THEN queue END) STORED;

DROP INDEX read.worklist_steps_open, read.worklist_steps_queue, read.worklist_steps_flags;
CREATE INDEX worklist_steps_open ON read.worklist_steps (due_on, application_id) WHERE waits_in IS NOT NULL;
CREATE INDEX worklist_steps_queue ON read.worklist_steps (waits_in, due_on, application_id) WHERE waits_in IS NOT NULL;
CREATE INDEX worklist_steps_flags ON read.worklist_steps USING gin (flags) WHERE waits_in IS NOT NULL;
ANALYZE read.worklist_steps;

RESET ROLE;
