-- Designated doctors and medical institutions (指定医・指定医療機関) as they stand, one row a designation.
SET ROLE es_projector;

CREATE TABLE read.designations (
    designation   uuid PRIMARY KEY,
    kind          text NOT NULL,      -- doctor or institution
    number        text NOT NULL,      -- 指定医番号 or 医療機関コード
    authority     text,               -- of doctors: who designated
    own           boolean NOT NULL,   -- designated by us
    name          text,               -- of doctors: sealed
    title         text NOT NULL,      -- name of the institution, or the main workplace
    address       text,               -- of institutions
    qualification text,               -- of doctors
    workplaces    text[] NOT NULL,    -- of doctors
    starts_on     date NOT NULL,      -- of the last term
    ends_on       date NOT NULL,      -- of the last term, an end before it counted
    ground        text,               -- how it ended before its term
    position      bigint NOT NULL     -- of the newest event about it
);
CREATE INDEX designations_number ON read.designations (kind, number);
CREATE INDEX designations_ends ON read.designations (ends_on);

RESET ROLE;
