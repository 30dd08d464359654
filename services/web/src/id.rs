//! Ids in addresses. They are uuids and nothing else: a name or number typed into an address is simply not found.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use uuid::Uuid;

use crate::problem::Problem;

/// The one id in a path, as an id of its kind: `Id(id): Id<ApplicationId>`.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: From<Uuid>> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| Problem::NotFound)?;
        // Only the form that our own links have; the others that a parser would take are no addresses of ours.
        let id = (text.len() == 36).then(|| Uuid::try_parse(&text).ok()).flatten().ok_or(Problem::NotFound)?;
        Ok(Self(id.into()))
    }
}
