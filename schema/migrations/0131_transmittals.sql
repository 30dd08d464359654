-- Transmittal lists: what an office sent to the division, and what arrived of it.
SET ROLE es_projector;

CREATE TABLE read.transmittals (
    transmittal uuid PRIMARY KEY,
    year        smallint NOT NULL,    -- fiscal year of 令和
    serial      integer NOT NULL,
    office      text NOT NULL,
    drawn_up_on date NOT NULL,
    sent_on     date,
    cases       uuid[] NOT NULL,
    open        uuid[] NOT NULL,      -- not known where they are
    missing     uuid[] NOT NULL,      -- of these, looked for and not found
    position    bigint NOT NULL       -- of the newest event about it
);
CREATE INDEX transmittals_newest ON read.transmittals (office, drawn_up_on);

RESET ROLE;
