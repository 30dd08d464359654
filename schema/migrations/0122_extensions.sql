-- extensions: mass extensions (有効期間の一括延長), one row each.
SET ROLE es_projector;

CREATE TABLE read.extensions (
    extension_id   uuid PRIMARY KEY,
    stage          text NOT NULL,      -- proposed, dropped, approved, done
    reference      text,               -- sealed: name and number of the order
    issued_on      date NOT NULL,
    ends_from      date NOT NULL,      -- awards whose last day lies in these days
    ends_until     date NOT NULL,
    extended_until date NOT NULL,      -- the new last day
    chosen         integer NOT NULL,
    extended       integer,            -- NULL before it was carried out
    proposed_on    date NOT NULL,
    position       bigint NOT NULL     -- of the newest event about it
);

RESET ROLE;
