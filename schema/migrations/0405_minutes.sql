-- sittings: how far the minutes (議事録) have come, and which members stand by the newest edition.
SET ROLE es_projector;

ALTER TABLE read.sittings
    ADD COLUMN minutes  text NOT NULL DEFAULT 'none',
    ADD COLUMN chair    smallint,                        -- seat of the one who took the chair; NULL before there are minutes
    ADD COLUMN stood_by smallint[] NOT NULL DEFAULT '{}';

RESET ROLE;
