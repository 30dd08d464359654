//! What happens to every request before and after its handler, from the outside inwards: [`begin`] (id, span, figures), [`headers`],
//! [`dress`] (answers without words become pages), and, per route, [`guard`].

mod begin;
mod dress;
mod guard;
mod headers;

pub(crate) use begin::{Visit, begin, trace_context};
pub(crate) use dress::{AsIs, dress, panicked};
pub(crate) use guard::{cookie, decoded, guard};
pub(crate) use headers::headers;
