-- Proposals: which cases stand on which, and how far each has come.
SET ROLE es_projector;

CREATE TABLE read.proposals (
    application_id uuid PRIMARY KEY,
    proposal       uuid NOT NULL,
    year           smallint NOT NULL,    -- fiscal year of 令和
    serial         integer NOT NULL,
    proposed_on    date NOT NULL,
    ground         text,                 -- key of the reason where it is to be refused
    route          text[] NOT NULL,      -- roles in the order of the way
    done           smallint NOT NULL,    -- steps that are done
    state          text NOT NULL,        -- open, sent_back, approved, refused, withdrawn
    position       bigint NOT NULL       -- of the newest event about it
);
CREATE INDEX proposals_by_number ON read.proposals (proposal);

RESET ROLE;
