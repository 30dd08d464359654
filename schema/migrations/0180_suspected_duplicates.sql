-- A case that looks like another record says so until somebody has answered; the applications of a recipient are found from the recipient.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps ADD COLUMN suspects uuid[] NOT NULL DEFAULT '{}';   -- records that look like the child, not answered yet
CREATE INDEX worklist_steps_recipient ON read.worklist_steps (recipient_id) WHERE recipient_id IS NOT NULL;

RESET ROLE;
