-- Proposals to change the masters, a row each. The rows proposed stand in the events.
SET ROLE es_projector;

CREATE TABLE read.master_changes (
    change      uuid PRIMARY KEY,
    stage       text NOT NULL,       -- waiting, returned, withdrawn, approved
    tables      text[] NOT NULL,     -- sorted, each once
    keys        text[] NOT NULL,     -- table/key of the rows, up to a hundred
    rows        integer NOT NULL,
    first_day   date NOT NULL,       -- the first on which one of the rows counts
    proposed_on date NOT NULL,
    proposed_by uuid NOT NULL,
    position    bigint NOT NULL      -- of the newest event about it
);
CREATE INDEX master_changes_newest ON read.master_changes (position);

RESET ROLE;
