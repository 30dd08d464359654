-- FROZEN. The bytes of an event, layout 1, and their hashes. services/store/src/hash.rs computes the same, and golden bytes hold both.
-- Integers are big-endian; text is UTF-8 after its length in four bytes; what may be NULL has a byte before it, 0 or 1; a moment is
-- microseconds and a day is days since 1970-01-01; payload and metadata stand as the SHA-256 of their stored bytes.
SET ROLE es_owner;

CREATE FUNCTION es.sized(p_text text) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT int4send(octet_length(p_text)) || convert_to(p_text, 'UTF8')
$$;

CREATE FUNCTION es.entry(
    p_log smallint, p_position bigint, p_stream_id uuid, p_stream_type text, p_stream_version integer, p_event_id uuid, p_event_type text,
    p_schema_version smallint, p_command_id uuid, p_recorded_at timestamptz, p_effective_on date, p_actor_id uuid, p_actor_name text,
    p_actor_role text, p_actor_office text, p_reason text, p_correlation_id uuid, p_causation_id uuid, p_trace_context text,
    p_payload text, p_metadata text
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT '\x01'::bytea
        || int2send(p_log) || int8send(p_position)
        || uuid_send(p_stream_id) || es.sized(p_stream_type) || int4send(p_stream_version)
        || uuid_send(p_event_id) || es.sized(p_event_type) || int2send(p_schema_version)
        || uuid_send(p_command_id)
        || int8send((extract(epoch FROM p_recorded_at) * 1000000)::bigint)
        || int4send(p_effective_on - date '1970-01-01')
        || uuid_send(p_actor_id) || es.sized(p_actor_name) || es.sized(p_actor_role)
        || CASE WHEN p_actor_office IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || es.sized(p_actor_office) END
        || CASE WHEN p_reason IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || es.sized(p_reason) END
        || uuid_send(p_correlation_id)
        || CASE WHEN p_causation_id IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || uuid_send(p_causation_id) END
        || CASE WHEN p_trace_context IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || es.sized(p_trace_context) END
        || sha256(convert_to(p_payload, 'UTF8')) || sha256(convert_to(p_metadata, 'UTF8'))
$$;

-- The leaf of RFC 6962, so that the same hash stands at the bottom of the tree of the log.
CREATE FUNCTION es.leaf(p_entry bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256('\x00'::bytea || p_entry)
$$;

CREATE FUNCTION es.link(p_previous bytea, p_leaf bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256('\x02'::bytea || p_previous || p_leaf)
$$;

RESET ROLE;
