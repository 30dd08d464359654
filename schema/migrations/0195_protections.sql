-- protections: whose home nobody may learn (支援措置), by the application under which it was recorded. Every change is a new row; the
-- present is the row whose `known` is open.
SET ROLE es_projector;

CREATE TABLE read.protections (
    application_id uuid NOT NULL,
    known          int8range NOT NULL,
    recipient_id   uuid,
    ground         text NOT NULL,
    until_day      date,               -- NULL while the municipality has not decided
    stands         boolean NOT NULL,
    PRIMARY KEY (application_id, known)
);
CREATE UNIQUE INDEX protections_present ON read.protections (application_id) WHERE upper_inf(known);
CREATE INDEX protections_recipient ON read.protections (recipient_id) WHERE upper_inf(known) AND stands;

-- Who saw the address of a protected family lately, asked for by member of staff.
CREATE INDEX access_revealed ON read.access_entries (actor_id, position) WHERE event_type = 'viewing.address_revealed';

RESET ROLE;
