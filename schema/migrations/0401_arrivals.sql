-- 受付日: the standard processing period runs from the day on which an application reached the counter, never from a postmark.
SET ROLE es_projector;

ALTER TABLE read.worklist_cases ADD COLUMN received_on date;   -- NULL only until the rows are built anew

RESET ROLE;
