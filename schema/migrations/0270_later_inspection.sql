-- proposals: what deputies did in the place of a post (代決) and the post has not looked over (後閲).
SET ROLE es_projector;

ALTER TABLE read.proposals
    ADD COLUMN unseen      text[] NOT NULL DEFAULT '{}',   -- posts that have not looked
    ADD COLUMN deputies    uuid[] NOT NULL DEFAULT '{}',   -- who acted in their place, in the same order
    ADD COLUMN stood_in_on date;                           -- day on which the first of them acted; NULL where nothing waits
CREATE INDEX proposals_unseen ON read.proposals (stood_in_on, application_id) WHERE stood_in_on IS NOT NULL;

RESET ROLE;
