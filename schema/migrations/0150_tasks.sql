-- tasks: what the nightly runs found, and what became of it; and the runs themselves.
SET ROLE es_projector;

CREATE TABLE read.tasks (
    task      uuid PRIMARY KEY,
    night     date NOT NULL,        -- on which it was found
    kind      text NOT NULL,
    about     uuid NOT NULL,        -- the award, or the application
    recipient uuid,
    office    text NOT NULL,        -- whose desk it is
    day       date NOT NULL,        -- the day it hangs on
    state     text NOT NULL,        -- open, settled, done, dismissed
    closed_on date,
    closed_by uuid,
    why       text,                 -- sealed; NULL where nobody gave a reason, or it was erased
    position  bigint NOT NULL       -- of the newest event about it
);
CREATE INDEX tasks_open ON read.tasks (day, task) WHERE state = 'open';

CREATE TABLE read.nights (
    run      uuid PRIMARY KEY,
    night    date NOT NULL,
    after    date,
    persons  integer NOT NULL,
    cases    integer NOT NULL,
    found    integer NOT NULL,
    settled  integer NOT NULL,
    counts   text NOT NULL,         -- JSON: standing by kind, renewals by group
    position bigint NOT NULL
);
CREATE INDEX nights_order ON read.nights (night);

RESET ROLE;
