-- Who works on a case at each of its desks (担当者), and whose account is locked: what such a person works on is nobody's. Whether a clerk
-- is there is asked when rows are read, so an account that is locked moves no case.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps
    ADD COLUMN office_clerk   uuid,   -- at the counter
    ADD COLUMN division_clerk uuid,   -- at the check
    ADD COLUMN clerk          uuid;   -- of these, where the case lies

CREATE INDEX worklist_steps_office_clerk ON read.worklist_steps (office_clerk) WHERE waits_in IS NOT NULL;
CREATE INDEX worklist_steps_division_clerk ON read.worklist_steps (division_clerk) WHERE waits_in IS NOT NULL;

CREATE TABLE read.worklist_staff (
    staff_id uuid      NOT NULL,
    known    int8range NOT NULL,
    gone     boolean   NOT NULL,
    PRIMARY KEY (staff_id, known)
);
CREATE INDEX worklist_staff_gone ON read.worklist_staff (staff_id) WHERE upper_inf(known) AND gone;

RESET ROLE;
