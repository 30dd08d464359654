-- Filters of the worklist that leave little of it: each is found by an index of its own, and the queue by one that keeps the order.
SET ROLE es_projector;

CREATE INDEX worklist_steps_queue ON read.worklist_steps (queue, due_on, application_id) WHERE upper_inf(known) AND queue IS NOT NULL;
CREATE INDEX worklist_cases_municipality ON read.worklist_cases (municipality) WHERE upper_inf(known);
CREATE INDEX worklist_cases_diseases ON read.worklist_cases USING gin (diseases) WHERE upper_inf(known);
CREATE INDEX worklist_cases_kind ON read.worklist_cases (kind) WHERE upper_inf(known);

RESET ROLE;
