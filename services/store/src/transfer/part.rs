//! What an installation consists of, table by table. What can be made again from the log does not travel.

use events::Log;

/// A part of an installation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The events of a log.
    Events(Log),
    /// Answers to commands, so that one that is repeated is not done twice.
    Commands,
    /// What only one may have.
    Claims,
    /// Keys of persons, wrapped.
    Keys,
    /// Issued documents and kept files, sealed.
    Artifacts,
    /// Individual numbers, sealed.
    MyNumbers,
    /// Names to sign in with, and hashes of passwords.
    Credentials,
}

impl Part {
    /// All, in the order in which they are taken in.
    pub const ALL: [Self; 8] = [
        Self::Events(Log::Casework),
        Self::Events(Log::Access),
        Self::Keys,
        Self::Artifacts,
        Self::MyNumbers,
        Self::Claims,
        Self::Commands,
        Self::Credentials,
    ];

    /// Its file, without ending.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Events(Log::Casework) => "casework",
            Self::Events(Log::Access) => "access",
            Self::Commands => "commands",
            Self::Claims => "claims",
            Self::Keys => "subject_keys",
            Self::Artifacts => "artifacts",
            Self::MyNumbers => "my_numbers",
            Self::Credentials => "credentials",
        }
    }

    /// Which log its statement asks for; the others ask for none.
    pub(super) fn log(self) -> Option<i16> {
        match self {
            Self::Events(log) => Some(log.number()),
            _ => None,
        }
    }

    /// One row a line of JSON; the text of payload and metadata byte for byte.
    pub(super) const fn select(self) -> &'static str {
        match self {
            Self::Events(_) => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id,
                            recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id,
                            trace_context, payload::text AS payload, metadata::text AS metadata, encode(leaf, 'hex') AS leaf,
                            encode(chain, 'hex') AS chain
                     FROM es.events WHERE log = $1::smallint ORDER BY position) AS line"
            }
            Self::Commands => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT * FROM es.commands WHERE $1::smallint IS NULL ORDER BY log, first_position, command_id) AS line"
            }
            Self::Claims => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT kind, encode(key, 'hex') AS key, log, position FROM es.claims WHERE $1::smallint IS NULL
                     ORDER BY log, position, kind, key) AS line"
            }
            Self::Keys => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT key_id, subject_id, encode(wrapped_key, 'hex') AS wrapped_key, created_at, destroyed_at FROM es.subject_keys
                     WHERE $1::smallint IS NULL ORDER BY created_at, key_id) AS line"
            }
            Self::Artifacts => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT artifact_id, kind, encode(digest, 'hex') AS digest, encode(sealed, 'base64') AS sealed, created_at
                     FROM es.artifacts WHERE $1::smallint IS NULL ORDER BY created_at, artifact_id) AS line"
            }
            Self::MyNumbers => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT ref_id, subject_id, encode(sealed, 'hex') AS sealed, created_at, destroyed_at FROM vault.my_numbers
                     WHERE $1::smallint IS NULL ORDER BY created_at, ref_id) AS line"
            }
            Self::Credentials => {
                "SELECT row_to_json(line)::text FROM (
                     SELECT staff_id, login, password, changed_at FROM desk.credentials WHERE $1::smallint IS NULL ORDER BY login) AS line"
            }
        }
    }

    /// Rows of a page put back.
    pub(super) const fn insert(self) -> &'static str {
        match self {
            Self::Events(_) => {
                "INSERT INTO es.events
                     (log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, recorded_at,
                      effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id, trace_context,
                      payload, metadata, leaf, chain)
                 SELECT log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, recorded_at,
                        effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id, trace_context,
                        payload::json, metadata::json, decode(leaf, 'hex'), decode(chain, 'hex')
                 FROM json_to_recordset($1::json) AS line (
                     log smallint, position bigint, stream_id uuid, stream_type text, stream_version integer, event_id uuid,
                     event_type text, schema_version smallint, command_id uuid, recorded_at timestamptz, effective_on date, actor_id uuid,
                     actor_name text, actor_role text, actor_office text, reason text, correlation_id uuid, causation_id uuid,
                     trace_context text, payload text, metadata text, leaf text, chain text)"
            }
            Self::Commands => {
                "INSERT INTO es.commands (command_id, log, first_position, last_position, recorded_at, answer)
                 SELECT * FROM json_to_recordset($1::json) AS line (
                     command_id uuid, log smallint, first_position bigint, last_position bigint, recorded_at timestamptz, answer text)"
            }
            Self::Claims => {
                "INSERT INTO es.claims (kind, key, log, position)
                 SELECT kind, decode(key, 'hex'), log, position
                 FROM json_to_recordset($1::json) AS line (kind text, key text, log smallint, position bigint)"
            }
            Self::Keys => {
                "INSERT INTO es.subject_keys (key_id, subject_id, wrapped_key, created_at, destroyed_at)
                 SELECT key_id, subject_id, decode(wrapped_key, 'hex'), created_at, destroyed_at
                 FROM json_to_recordset($1::json) AS line (
                     key_id uuid, subject_id uuid, wrapped_key text, created_at timestamptz, destroyed_at timestamptz)"
            }
            Self::Artifacts => {
                "INSERT INTO es.artifacts (artifact_id, kind, digest, sealed, created_at)
                 SELECT artifact_id, kind, decode(digest, 'hex'), decode(sealed, 'base64'), created_at
                 FROM json_to_recordset($1::json) AS line (
                     artifact_id uuid, kind text, digest text, sealed text, created_at timestamptz)"
            }
            Self::MyNumbers => {
                "INSERT INTO vault.my_numbers (ref_id, subject_id, sealed, created_at, destroyed_at)
                 SELECT ref_id, subject_id, decode(sealed, 'hex'), created_at, destroyed_at
                 FROM json_to_recordset($1::json) AS line (
                     ref_id uuid, subject_id uuid, sealed text, created_at timestamptz, destroyed_at timestamptz)"
            }
            Self::Credentials => {
                "INSERT INTO desk.credentials (staff_id, login, password, changed_at)
                 SELECT * FROM json_to_recordset($1::json) AS line (
                     staff_id uuid, login text, password text, changed_at timestamptz)"
            }
        }
    }
}
