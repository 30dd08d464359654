-- Statistics: the decisions of applications, for processing times.
SET ROLE es_projector;

CREATE INDEX worklist_steps_decided ON read.worklist_steps (application_id, lower(known)) WHERE stage IN ('approved', 'refused');

RESET ROLE;
