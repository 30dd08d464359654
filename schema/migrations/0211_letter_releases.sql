-- Releases of letters in bulk, a row each, and their working state. Whom a release addresses stands in its event.
SET ROLE es_projector;

CREATE TABLE read.letter_releases (
    release     uuid PRIMARY KEY,
    kind        text NOT NULL,
    stage       text NOT NULL,       -- waiting, running, withdrawn, ended
    from_day    date NOT NULL,
    until_day   date NOT NULL,
    office      text,
    addressed   integer NOT NULL,
    excluded    integer NOT NULL,
    made        integer,
    prepared_on date NOT NULL,
    position    bigint NOT NULL      -- of the newest event about it
);
CREATE INDEX letter_releases_newest ON read.letter_releases (position);

RESET ROLE;

SET ROLE es_owner;

-- Which release waits for a worker and how far it is; may be thrown away.
CREATE TABLE desk.letter_releases (
    release_id uuid PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('asked', 'running', 'ended')),
    stop       boolean NOT NULL DEFAULT false,  -- somebody wants it stopped
    done       bigint NOT NULL DEFAULT 0,
    of_all     bigint,                          -- NULL until a worker began
    moved_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.letter_releases TO es_writer;

RESET ROLE;
