//! The frame of four eyes: what two persons agree on is shown on one page, and each act on it is done, or comes back to the page with why not.

use acts::{ActError, Done};
use axum::http::StatusCode;

use crate::problem::Problem;

/// What an act came to: done; or what is said of it, and how the page is answered.
///
/// # Errors
/// [`Problem`] of anything but a refusal.
pub(crate) fn told(outcome: Result<Done, ActError>) -> Result<Result<Done, (String, StatusCode)>, Problem> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(error @ ActError::Refused(_)) => Ok(Err((error.to_string(), StatusCode::UNPROCESSABLE_ENTITY))),
        Err(error @ ActError::Stale { .. }) => Ok(Err((error.to_string(), StatusCode::CONFLICT))),
        Err(other) => Err(other.into()),
    }
}
