-- The review board: flags on the worklist, and when the board sits.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps ADD COLUMN flags text[] NOT NULL DEFAULT '{}';
CREATE INDEX worklist_steps_flags ON read.worklist_steps USING gin (flags) WHERE upper_inf(known) AND queue IS NOT NULL;

CREATE TABLE read.sittings (
    sitting    uuid PRIMARY KEY,
    held_on    date NOT NULL,
    cut_off_on date NOT NULL,
    venue      text NOT NULL,
    state      text NOT NULL,
    cases      integer NOT NULL,     -- on the agenda
    heard      integer NOT NULL,
    position   bigint NOT NULL       -- of the newest event about it
);
CREATE INDEX sittings_calendar ON read.sittings (held_on, sitting);

RESET ROLE;
