-- Accounts are administered from their own streams; among the streams of all cases they would be looked for one by one.
SET ROLE es_owner;

CREATE INDEX streams_of_accounts ON es.streams (log, stream_id) WHERE stream_type = 'account';

RESET ROLE;
