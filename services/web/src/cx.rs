//! A request, as a handler sees it: who asks, when, and the ways to act, to read and to answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use acts::Acts;
use axum::extract::FromRequestParts;
use axum::http::request::Parts as HttpParts;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use casework::rules::Masters;
use events::ids::{CommandId, CorrelationId};
use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};
use identity::{Credentials, Drafts, Permission, SecondFactors, SessionToken, Sessions, allows};
use jiff::Timestamp;
use jiff::civil::Date;
use projections::ledger::search::SearchIndex;
use sqlx::PgPool;
use store::KeyRing;
use uuid::Uuid;

use crate::forms::Posted;
use crate::frame;
use crate::middleware::{AsIs, Visit, trace_context};
use crate::page::Page;
use crate::problem::Problem;
use crate::route::Route;
use crate::shield::Shield;
use crate::state::AppState;
use crate::telling::Told;

/// Who is signed in, as of this request: role and office are read each time.
#[derive(Clone, Debug)]
pub struct Staff {
    /// As they act.
    pub actor: Actor,
    /// 氏名.
    pub name: String,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Name of the office.
    pub office_name: String,
    /// The session.
    pub session: Uuid,
    /// Their role asks for an authenticator app, and they have none.
    pub must_enrol: bool,
    /// Their password was given to them and is known to somebody else.
    pub must_choose: bool,
}

/// A request.
#[derive(Clone)]
pub struct Cx {
    /// What all handlers share.
    pub state: AppState,
    /// The moment at which the request arrived.
    pub now: Timestamp,
    /// That day in Japan.
    pub today: Date,
    /// Goes with everything that follows from this request.
    pub request_id: CorrelationId,
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) visit: Visit,
    pub(crate) route: Route,
    pub(crate) staff: Option<Staff>,
    pub(crate) token: Option<SessionToken>,
    pub(crate) told: Option<Told>,
    pub(crate) query: String,
    pub(crate) viewed: AtomicBool,
    pub(crate) shield: Mutex<Shield>,
}

impl Cx {
    /// The way to act.
    pub fn acts(&self) -> &Acts {
        &self.state.parts().acts
    }

    /// For queries of `projections`.
    pub fn pool(&self) -> &PgPool {
        &self.state.parts().pool
    }

    /// Keys of persons, to open rows.
    pub fn ring(&self) -> &KeyRing {
        &self.state.parts().ring
    }

    /// Names, in memory.
    pub fn search(&self) -> &Arc<SearchIndex> {
        &self.state.parts().search
    }

    /// Unfinished forms.
    pub fn drafts(&self) -> &Drafts {
        &self.state.parts().drafts
    }

    /// Sessions.
    pub fn sessions(&self) -> &Sessions {
        &self.state.parts().sessions
    }

    /// Login names and passwords.
    pub fn credentials(&self) -> &Credentials {
        &self.state.parts().credentials
    }

    /// Authenticator apps.
    pub fn second_factors(&self) -> SecondFactors {
        let parts = self.state.parts();
        SecondFactors::new(parts.pool.clone(), Arc::clone(&parts.ring), Arc::clone(&parts.entropy))
    }

    /// A new UUIDv7.
    pub fn new_uuid(&self) -> Uuid {
        self.state.new_uuid()
    }

    /// The masters of now.
    ///
    /// # Errors
    /// [`Problem::Unavailable`].
    pub async fn masters(&self) -> Result<Arc<Masters>, Problem> {
        Ok(self.acts().masters().await?)
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// [`Problem::SignedOut`]; never on a route that needs a permission.
    pub fn staff(&self) -> Result<&Staff, Problem> {
        self.inner.staff.as_ref().ok_or(Problem::SignedOut)
    }

    /// Whether the person has a permission; for buttons and links.
    pub fn may(&self, permission: Permission) -> bool {
        self.inner.staff.as_ref().is_some_and(|staff| allows(staff.role, permission))
    }

    /// The office whose work the person sees; none for the division, which sees all.
    pub fn office_scope(&self) -> Option<OfficeCode> {
        self.inner.staff.as_ref().map(|staff| staff.office).filter(|office| !office.is_division())
    }

    /// The wish to act that a form carries.
    ///
    /// # Errors
    /// [`Problem::Invalid`] where the form has no command id.
    pub fn request(&self, posted: &Posted) -> Result<acts::Request, Problem> {
        Ok(self.request_as(posted.command()?, posted.seen_version(), self.staff()?.actor.clone()))
    }

    pub(crate) fn request_as(&self, command_id: CommandId, seen_version: Option<i32>, actor: Actor) -> acts::Request {
        acts::Request {
            command_id,
            correlation_id: self.request_id,
            actor,
            trace_context: trace_context(),
            today: self.today,
            seen_version,
        }
    }

    /// Writes into the access log who is about to be shown, by the ids of applications and recipients. Call it before answering; where it
    /// fails nothing is shown.
    ///
    /// # Errors
    /// [`Problem::Unavailable`] or [`Problem::Internal`]: the access log cannot be written.
    pub async fn viewed(&self, subjects: &[Uuid]) -> Result<(), Problem> {
        if !subjects.is_empty() {
            let mut subjects = subjects.to_vec();
            subjects.sort_unstable();
            subjects.dedup();
            let request = self.request_as(CommandId(self.new_uuid()), None, self.staff()?.actor.clone());
            self.acts().viewed(&request, self.inner.route.name, &subjects).await?;
            self.shield(&subjects).await?;
        }
        self.seen_is_written();
        Ok(())
    }

    /// The access event was written another way (a document was opened, a number revealed).
    pub fn seen_is_written(&self) {
        self.inner.viewed.store(true, Ordering::Release);
    }

    /// The value of a parameter after the `?`. Codes and keys of lists only, never anything personal.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.inner.query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The value of a parameter after the `?` as it was typed; empty where there is none or it is no text.
    pub fn decoded(&self, name: &str) -> String {
        self.parameter(name).and_then(crate::middleware::decoded).unwrap_or_default()
    }

    /// A page.
    ///
    /// # Errors
    /// [`Problem::Internal`] where the template does not fit its data.
    pub fn page<P: Page>(&self, page: &P) -> Result<Response, Problem> {
        self.page_as(StatusCode::OK, page)
    }

    /// A page with another status, such as 422 for a form with errors.
    ///
    /// # Errors
    /// As [`Cx::page`].
    pub fn page_as<P: Page>(&self, status: StatusCode, page: &P) -> Result<Response, Problem> {
        let html = self.state.shared().templates.render(P::TEMPLATE, &frame::around(self), page)?;
        let mut response = (status, Html(html)).into_response();
        response.extensions_mut().insert(AsIs);
        Ok(response)
    }

    /// On to another page of ours.
    pub fn redirect(&self, path: &str) -> Response {
        (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
    }

    pub(crate) fn visit(&self) -> &Visit {
        &self.inner.visit
    }

    pub(crate) fn route(&self) -> &Route {
        &self.inner.route
    }

    pub(crate) fn staff_if_any(&self) -> Option<&Staff> {
        self.inner.staff.as_ref()
    }

    pub(crate) fn token(&self) -> Option<&SessionToken> {
        self.inner.token.as_ref()
    }

    pub(crate) fn told_by_address(&self) -> Option<&Told> {
        self.inner.told.as_ref()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Cx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut HttpParts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::Internal)
    }
}
