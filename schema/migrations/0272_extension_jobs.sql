-- Which approved mass extension waits for a worker and how far it is: working state that may be thrown away. What was approved and which
-- awards were extended are events.
SET ROLE es_owner;

CREATE TABLE desk.extension_jobs (
    extension_id uuid PRIMARY KEY,
    state        text NOT NULL CHECK (state IN ('asked', 'running', 'stopped', 'ended')),
    stop         boolean NOT NULL DEFAULT false,  -- somebody wants it stopped
    done         bigint NOT NULL DEFAULT 0,
    of_all       bigint,                          -- NULL until a worker began
    moved_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.extension_jobs TO es_writer;

RESET ROLE;
