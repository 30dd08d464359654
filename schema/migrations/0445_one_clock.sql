-- The clock of the standard processing period knows each time in which it stands or stood, so that no day is taken off twice and an answer
-- counts from the day on which it came. answers_due is not written any more.
SET ROLE es_projector;

ALTER TABLE read.worklist_steps
    ADD COLUMN standing_since date[] NOT NULL DEFAULT '{}',   -- since when it stands for each of clock_stops
    ADD COLUMN standing_until date[] NOT NULL DEFAULT '{}',   -- and until when, if what is waited for comes when it is due
    ADD COLUMN stood_from     date[] NOT NULL DEFAULT '{}',   -- when it stood before
    ADD COLUMN stood_until    date[] NOT NULL DEFAULT '{}';

RESET ROLE;
