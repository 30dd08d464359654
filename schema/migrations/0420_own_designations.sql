-- Whose a designation is follows from what the masters call our own authority; the rows tell only what was published. The column stays until no
-- earlier program writes it any more.
SET ROLE es_projector;

ALTER TABLE read.designations ALTER COLUMN own SET DEFAULT false;

RESET ROLE;
