-- Print runs: which certificates wait to be printed, and how far each run is.
SET ROLE es_projector;

-- One row an award: its newest certificate.
CREATE TABLE read.print_due (
    award            uuid PRIMARY KEY,
    application      uuid NOT NULL,
    recipient        uuid NOT NULL,
    recipient_number text NOT NULL,
    office           text NOT NULL,
    decided_on       date NOT NULL,    -- of the award, or the day from which another certificate is due
    copy             integer NOT NULL, -- 枚数目
    certificate      uuid,             -- none until it is made
    state            text NOT NULL,    -- due, stopped, issued, outside, void
    run              uuid,             -- the run it is in
    position         bigint NOT NULL   -- of the newest event about it
);
CREATE INDEX print_due_decided ON read.print_due (decided_on, recipient_number);
CREATE INDEX print_due_run ON read.print_due (run) WHERE run IS NOT NULL;

CREATE TABLE read.print_runs (
    run           uuid PRIMARY KEY,
    year          smallint NOT NULL,   -- fiscal year of 令和
    serial        integer NOT NULL,
    kind          text NOT NULL,
    office        text,
    decided_from  date NOT NULL,
    decided_until date NOT NULL,
    frozen_on     date NOT NULL,
    items         integer NOT NULL,
    left_out      integer NOT NULL,
    rendered      integer NOT NULL,
    halted        boolean NOT NULL,
    released      boolean NOT NULL,
    posted        integer NOT NULL,
    returned      integer[] NOT NULL,  -- ordinals of those that came back and lie in the office
    mismatches    integer NOT NULL,
    tasks         integer NOT NULL,    -- differences whose task is open
    closed        boolean NOT NULL,
    position      bigint NOT NULL
);
CREATE INDEX print_runs_newest ON read.print_runs (frozen_on DESC, run DESC);

RESET ROLE;
