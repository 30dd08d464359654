//! FROZEN. The bytes of an event, layout 1, read back. `store::hash::entry` and `es.entry` write them; a test there holds both together.

use uuid::Uuid;

use crate::merkle::Hash;

/// The bytes are not an entry of layout 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the bytes are not an entry of layout 1")]
pub struct EntryError;

/// An event as it is hashed. Payload and metadata stand as their SHA-256; names and remarks are sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// Number of the log.
    pub log: i16,
    /// Its place in the log, from 1.
    pub position: i64,
    /// Its stream.
    pub stream_id: Uuid,
    /// Type of the stream.
    pub stream_type: &'a str,
    /// Its place in the stream, from 1.
    pub stream_version: i32,
    /// Its id.
    pub event_id: Uuid,
    /// Wire name.
    pub event_type: &'a str,
    /// Version of the payload's shape.
    pub schema_version: i16,
    /// The command that led to it.
    pub command_id: Uuid,
    /// When it was recorded, in microseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    /// The day from which it counts (効力発生日), in days since 1970-01-01.
    pub effective_on: i32,
    /// Who acted.
    pub actor_id: Uuid,
    /// Their name, sealed, or the name of a part of the program.
    pub actor_name: &'a str,
    /// Their role.
    pub actor_role: &'a str,
    /// Their office.
    pub actor_office: Option<&'a str>,
    /// A code or sealed text.
    pub reason: Option<&'a str>,
    /// The request or run it belongs to.
    pub correlation_id: Uuid,
    /// The event that led to it.
    pub causation_id: Option<Uuid>,
    /// W3C trace context.
    pub trace_context: Option<&'a str>,
    /// SHA-256 of the payload's bytes.
    pub payload: Hash,
    /// SHA-256 of the metadata's bytes.
    pub metadata: Hash,
}

impl<'a> Entry<'a> {
    /// Reads an entry, to its last byte.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, EntryError> {
        let mut reader = Reader(bytes);
        if reader.array::<1>()? != [1] {
            return Err(EntryError);
        }
        let entry = Self {
            log: i16::from_be_bytes(reader.array()?),
            position: i64::from_be_bytes(reader.array()?),
            stream_id: reader.uuid()?,
            stream_type: reader.text()?,
            stream_version: i32::from_be_bytes(reader.array()?),
            event_id: reader.uuid()?,
            event_type: reader.text()?,
            schema_version: i16::from_be_bytes(reader.array()?),
            command_id: reader.uuid()?,
            recorded_at: i64::from_be_bytes(reader.array()?),
            effective_on: i32::from_be_bytes(reader.array()?),
            actor_id: reader.uuid()?,
            actor_name: reader.text()?,
            actor_role: reader.text()?,
            actor_office: reader.optional(Reader::text)?,
            reason: reader.optional(Reader::text)?,
            correlation_id: reader.uuid()?,
            causation_id: reader.optional(Reader::uuid)?,
            trace_context: reader.optional(Reader::text)?,
            payload: reader.array()?,
            metadata: reader.array()?,
        };
        if reader.0.is_empty() { Ok(entry) } else { Err(EntryError) }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], EntryError> {
        let (array, rest) = self.0.split_first_chunk().ok_or(EntryError)?;
        self.0 = rest;
        Ok(*array)
    }

    fn uuid(&mut self) -> Result<Uuid, EntryError> {
        self.array().map(Uuid::from_bytes)
    }

    fn text(&mut self) -> Result<&'a str, EntryError> {
        let length = usize::try_from(u32::from_be_bytes(self.array()?)).map_err(|_| EntryError)?;
        let (text, rest) = self.0.split_at_checked(length).ok_or(EntryError)?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| EntryError)
    }

    fn optional<T>(&mut self, read: fn(&mut Self) -> Result<T, EntryError>) -> Result<Option<T>, EntryError> {
        match self.array()? {
            [0] => Ok(None),
            [1] => read(self).map(Some),
            _ => Err(EntryError),
        }
    }
}
