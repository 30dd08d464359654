-- sittings: how many members sat. Minutes are final with the chair and another member; where the chair sat alone, with the chair.
SET ROLE es_projector;

ALTER TABLE read.sittings ADD COLUMN present smallint NOT NULL DEFAULT 0;   -- all until the absent are known

RESET ROLE;
