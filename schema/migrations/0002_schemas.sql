-- es: the log and what belongs to it. vault: individual numbers (個人番号). read, read_next, read_prev: read models, those being built
-- anew, and those just replaced.
CREATE SCHEMA es AUTHORIZATION es_owner;
CREATE SCHEMA vault AUTHORIZATION es_owner;
CREATE SCHEMA read AUTHORIZATION es_projector;
CREATE SCHEMA read_next AUTHORIZATION es_projector;
CREATE SCHEMA read_prev AUTHORIZATION es_projector;

GRANT USAGE ON SCHEMA es TO es_writer, es_projector, es_auditor, es_operator;
GRANT USAGE ON SCHEMA vault TO es_writer, es_operator;
GRANT USAGE ON SCHEMA read, read_next, read_prev TO es_writer, es_auditor, es_operator;

-- Nothing made later is open to everybody by accident.
ALTER DEFAULT PRIVILEGES FOR ROLE es_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
-- Read models are made by es_projector (a migration says SET ROLE es_projector … RESET ROLE) and read by the others.
ALTER DEFAULT PRIVILEGES FOR ROLE es_projector GRANT SELECT ON TABLES TO es_writer, es_auditor, es_operator;
