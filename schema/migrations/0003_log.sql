SET ROLE es_owner;

-- The end of each log. Whoever holds this row is the only one who appends: position order is commit order, without gaps.
CREATE TABLE es.head (
    log         smallint PRIMARY KEY CHECK (log IN (1, 2)),
    position    bigint NOT NULL,
    chain       bytea NOT NULL,
    recorded_at timestamptz            -- of the last event; NULL while the log is empty
) WITH (fillfactor = 10);

INSERT INTO es.head (log, position, chain)
VALUES (1, 0, decode(repeat('00', 32), 'hex')), (2, 0, decode(repeat('00', 32), 'hex'));

CREATE TABLE es.streams (
    log         smallint NOT NULL,
    stream_id   uuid NOT NULL,
    stream_type text NOT NULL,
    version     integer NOT NULL,
    PRIMARY KEY (log, stream_id)
) WITH (fillfactor = 70);

-- One row an event. payload and metadata are json, not jsonb: the bytes that were hashed stay as they were written.
CREATE TABLE es.events (
    log            smallint NOT NULL,
    position       bigint NOT NULL,
    stream_id      uuid NOT NULL,
    stream_type    text NOT NULL,
    stream_version integer NOT NULL,
    event_id       uuid NOT NULL,
    event_type     text NOT NULL,
    schema_version smallint NOT NULL,
    command_id     uuid NOT NULL,
    recorded_at    timestamptz NOT NULL,
    effective_on   date NOT NULL,
    actor_id       uuid NOT NULL,
    actor_name     text NOT NULL,       -- sealed, or the name of a part of the program
    actor_role     text NOT NULL,
    actor_office   text,
    reason         text,                -- a code, or sealed
    correlation_id uuid NOT NULL,
    causation_id   uuid,
    trace_context  text,
    payload        json NOT NULL,
    metadata       json NOT NULL,
    leaf           bytea NOT NULL,
    chain          bytea NOT NULL,
    PRIMARY KEY (log, position)
) PARTITION BY RANGE (position);

-- From a moment to the position that was the last then.
CREATE INDEX events_recorded_at ON es.events USING brin (recorded_at);

CREATE FUNCTION es.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %.% is refused: history is only added to', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;

-- ALWAYS: also in a session that plays the replica and skips ordinary triggers.
CREATE FUNCTION es.guard(p_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION es.refuse_change()', p_table);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER refuse_change', p_table);
END
$$;

SELECT es.guard('es.events');

-- What was answered to each command, by its UUIDv7, so that months can be taken off.
CREATE TABLE es.commands (
    command_id     uuid PRIMARY KEY,
    log            smallint NOT NULL,
    first_position bigint NOT NULL,
    last_position  bigint NOT NULL,
    recorded_at    timestamptz NOT NULL,
    answer         text                 -- JSON that the act gave to be told again; never personal data
) PARTITION BY RANGE (command_id);

CREATE TABLE es.commands_other PARTITION OF es.commands DEFAULT;

-- What only one may have: a recipient number, the HMAC of an individual number.
CREATE TABLE es.claims (
    kind     text NOT NULL,
    key      bytea NOT NULL,
    log      smallint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (kind, key)
);

-- The smallest UUIDv7 of a moment.
CREATE FUNCTION es.uuid_floor(p_moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM p_moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

CREATE FUNCTION es.add_events_partition(p_number bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    rows CONSTANT bigint := 10000000;
    name text := format('events_%s', lpad(p_number::text, 5, '0'));
BEGIN
    IF to_regclass('es.' || name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE es.%I (LIKE es.events INCLUDING ALL)', name);
    -- A unique index cannot stand on the whole table, whose partitions go by position. The head lock already makes it true.
    EXECUTE format('CREATE UNIQUE INDEX %I ON es.%I (log, stream_id, stream_version)', name || '_stream', name);
    PERFORM es.guard(format('es.%I', name)::regclass);
    EXECUTE format('ALTER TABLE es.events ATTACH PARTITION es.%I FOR VALUES FROM (%s) TO (%s)',
                   name, p_number * rows, (p_number + 1) * rows);
END
$$;

CREATE FUNCTION es.add_commands_partition(p_month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := 'commands_' || to_char(p_month, 'YYYYMM');
    start timestamptz := p_month::timestamp AT TIME ZONE 'UTC';
    stop timestamptz := (p_month + interval '1 month')::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('es.' || name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE es.%I PARTITION OF es.commands FOR VALUES FROM (%L) TO (%L)',
                   name, es.uuid_floor(start), es.uuid_floor(stop));
EXCEPTION WHEN check_violation THEN
    NULL; -- commands of that month already lie in the default partition, where they are found as well
END
$$;

-- Makes room ahead: ten to twenty million events, and commands of the coming three months. Returns how many partitions are new.
CREATE FUNCTION es.ensure_partitions() RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rows CONSTANT bigint := 10000000;
    existing bigint := (SELECT count(*) FROM pg_inherits WHERE inhparent IN ('es.events'::regclass, 'es.commands'::regclass));
    last bigint := (SELECT max(position) FROM es.head);
    number bigint;
    month date;
BEGIN
    FOR number IN SELECT generate_series(last / rows, last / rows + 1) LOOP
        PERFORM es.add_events_partition(number);
    END LOOP;
    FOR month IN SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') + n * interval '1 month')::date FROM generate_series(-1, 3) AS n LOOP
        PERFORM es.add_commands_partition(month);
    END LOOP;
    RETURN (SELECT count(*) FROM pg_inherits WHERE inhparent IN ('es.events'::regclass, 'es.commands'::regclass)) - existing;
END
$$;

SELECT es.ensure_partitions();

RESET ROLE;
