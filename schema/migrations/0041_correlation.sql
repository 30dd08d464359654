-- Everything that followed from one request. Correlation ids are UUIDv7 and so lie in the log nearly in their own order: a few pages are
-- read, and appending pays next to nothing for the index.
SET ROLE es_owner;

CREATE INDEX events_correlation ON es.events USING brin (correlation_id) WITH (pages_per_range = 16);

RESET ROLE;
