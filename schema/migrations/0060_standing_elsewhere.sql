-- Reading the past of a large prefecture. What changed between two moments of the ledger is found by the position from which a row was known,
-- without reading the rows that stayed as they were. A queue of the past is the rows whose range holds the position: ranges of cases that
-- waited are short and lie everywhere in the log, so a tree of positions alone would read half of them.
SET ROLE es_projector;

-- The totals of a moment are read from an index that holds nothing but what is counted, in the order in which it is grouped.
CREATE INDEX ledger_awards_counted ON read.ledger_awards
    (responsible_office, tier, known, valid, recipient_id, monthly_cap, certificate);
CREATE INDEX ledger_people_known ON read.ledger_people (lower(known));
CREATE INDEX worklist_steps_known ON read.worklist_steps (lower(known));
CREATE INDEX worklist_steps_waiting ON read.worklist_steps USING gist (known) WHERE queue IS NOT NULL;

RESET ROLE;
