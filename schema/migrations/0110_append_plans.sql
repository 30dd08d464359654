-- The plans of an append are made once a connection. Left to itself PostgreSQL weighs whether to plan each call anew, by what the first
-- calls happened to be; where it did, planning took longer than the act.
SET ROLE es_owner;

ALTER FUNCTION es.append(smallint, es.batch) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION es.append_at(smallint, es.batch, timestamptz[]) SET plan_cache_mode = force_generic_plan;

RESET ROLE;
