-- Impact studies at work and their rows: working state that may be thrown away. What was asked and what came out in sum are events, and
-- the rows can be made again from the log.
SET ROLE es_owner;

CREATE TABLE desk.impact_studies (
    study_id uuid PRIMARY KEY,
    state    text NOT NULL CHECK (state IN ('asked', 'running', 'ended')),
    stop     boolean NOT NULL DEFAULT false,  -- somebody wants it stopped
    done     bigint NOT NULL DEFAULT 0,
    of_all   bigint,                          -- NULL until they are counted
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX impact_studies_newest ON desk.impact_studies (asked_at DESC);
-- One at a time.
CREATE UNIQUE INDEX impact_studies_at_work ON desk.impact_studies ((true)) WHERE state <> 'ended';

-- Whom it affects, in the order of recipient numbers. Numbers, tiers and caps only.
CREATE TABLE desk.impact_rows (
    study_id         uuid NOT NULL REFERENCES desk.impact_studies ON DELETE CASCADE,
    ordinal          integer NOT NULL,
    award_id         uuid NOT NULL,
    recipient_id     uuid NOT NULL,
    application_id   uuid NOT NULL,
    recipient_number text NOT NULL,
    office           text NOT NULL,
    grp              text NOT NULL,
    old_eligible     boolean,
    old_tier         text,
    old_cap          bigint,                  -- yen a month
    new_eligible     boolean,
    new_tier         text,
    new_cap          bigint,
    cap_in_force     bigint NOT NULL,
    PRIMARY KEY (study_id, ordinal)
);
CREATE INDEX impact_rows_group ON desk.impact_rows (study_id, grp, ordinal);
CREATE INDEX impact_rows_award ON desk.impact_rows (study_id, award_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.impact_studies, desk.impact_rows TO es_writer;

RESET ROLE;
