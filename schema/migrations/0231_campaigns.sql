-- Renewal campaigns (一斉更新) and their frozen populations. What became of a person stands in the ledger and the worklist and is asked
-- there, so that it is as new as they are.
SET ROLE es_projector;

CREATE TABLE read.campaigns (
    campaign  uuid PRIMARY KEY,
    name      text NOT NULL,
    last_day  date NOT NULL,          -- the day on which the awards end
    apply_by  date NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    position  bigint NOT NULL         -- of the newest event about it
);

CREATE TABLE read.campaign_items (
    item        uuid PRIMARY KEY,     -- made from campaign and recipient
    campaign    uuid NOT NULL,
    recipient   uuid NOT NULL,
    award       uuid NOT NULL,
    application uuid NOT NULL,
    office      text NOT NULL,
    grouped     text NOT NULL,        -- whether and how asked
    asked       boolean NOT NULL,     -- a renewal is waited for
    guided_on   date,
    position    bigint NOT NULL
);
CREATE INDEX campaign_items_of ON read.campaign_items (campaign, item);

RESET ROLE;
