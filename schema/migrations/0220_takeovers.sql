-- Takeovers from the old ledger at work, their rows, and columns kept by name: working state. What was received, approved and carried out
-- are events; the rows can be judged again from the sealed file.
SET ROLE es_owner;

CREATE TABLE desk.takeovers (
    takeover_id uuid PRIMARY KEY,
    task        text CHECK (task IN ('check', 'commit', 'reverse')),  -- NULL: nothing to do
    running     boolean NOT NULL DEFAULT false,
    stop        boolean NOT NULL DEFAULT false,  -- somebody wants it stopped
    done        bigint NOT NULL DEFAULT 0,
    of_all      bigint,                          -- NULL until they are counted
    trouble     text,                            -- why the file cannot be read after all
    asked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    moved_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX takeovers_newest ON desk.takeovers (asked_at DESC);
-- One at a time, and one that was stopped keeps its place.
CREATE UNIQUE INDEX takeovers_at_work ON desk.takeovers ((true)) WHERE task IN ('commit', 'reverse');

CREATE TABLE desk.takeover_rows (
    takeover_id    uuid NOT NULL REFERENCES desk.takeovers ON DELETE CASCADE,
    ordinal        integer NOT NULL,
    line           integer NOT NULL,
    verdict        text NOT NULL CHECK (verdict IN ('right', 'warned', 'refused', 'skipped')),
    content        text NOT NULL,                -- sealed: what was read, and why it comes out so
    outcome        text CHECK (outcome IN ('taken', 'late', 'taken_back', 'kept')),
    application_id uuid,
    recipient_id   uuid,
    award_id       uuid,
    PRIMARY KEY (takeover_id, ordinal)
);
CREATE INDEX takeover_rows_verdict ON desk.takeover_rows (takeover_id, verdict, ordinal);
CREATE INDEX takeover_rows_outcome ON desk.takeover_rows (takeover_id, outcome, ordinal);

-- Which heading says what, kept by name: codes and headings only.
CREATE TABLE desk.takeover_layouts (
    name       text PRIMARY KEY,
    headings   jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.takeovers, desk.takeover_rows, desk.takeover_layouts TO es_writer;

RESET ROLE;
