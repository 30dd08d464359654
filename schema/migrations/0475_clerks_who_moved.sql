-- Where somebody works: what a clerk has who went to another desk is nobody's, like that of an account that is locked.
SET ROLE es_projector;

ALTER TABLE read.worklist_staff ADD COLUMN works_at text;   -- the counter of an office, the check of the division, or '' where at no desk
DROP INDEX read.worklist_staff_gone;

RESET ROLE;
