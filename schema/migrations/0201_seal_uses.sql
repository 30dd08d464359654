-- Which documents bear the governor's seal, in which version.
SET ROLE es_projector;

CREATE TABLE read.seal_uses (
    certificate uuid PRIMARY KEY,
    version     integer NOT NULL,
    used_on     date NOT NULL
);
CREATE INDEX seal_uses_day ON read.seal_uses (used_on DESC, version DESC);

RESET ROLE;
