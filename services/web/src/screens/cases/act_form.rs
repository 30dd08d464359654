//! An act on a case as its page asks for it: whose case it is, whether the act is open to whoever looks, what was typed, and why it did
//! not happen.

use acts::Case;
use axum::http::StatusCode;
use casework::application::{Action, permit};
use serde::Serialize;

use super::frame::Frame;
use super::names::Names;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::FormView;
use crate::problem::Problem;

/// What the page of every act has; what it asks for beyond that stands beside it.
#[derive(Serialize)]
pub(crate) struct ActForm {
    frame: Frame,
    trouble: Option<Trouble>,
    /// Why the act is not open now; empty where it is.
    closed: String,
    form: FormView,
}

impl ActForm {
    /// The act on a case, for whoever is signed in.
    pub(crate) fn of(
        cx: &Cx,
        (case, names): (&Case, &Names),
        action: Action,
        form: FormView,
        trouble: Option<Trouble>,
    ) -> Result<Self, Problem> {
        let closed = permit(action, &case.application, &cx.staff()?.actor).err();
        let closed = closed.map(|refusal| refusal.to_string()).unwrap_or_default();
        Ok(Self { frame: Frame::of(case, names, cx.today, ""), trouble, closed, form })
    }

    /// How the page is answered: what failed says it, then what was typed.
    pub(crate) fn status(&self) -> StatusCode {
        match &self.trouble {
            Some(trouble) => trouble.status,
            None if self.form.is_refused() => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    /// For the tests of templates.
    pub(crate) fn sample(form: FormView, trouble: Option<Trouble>, closed: &str) -> Self {
        Self { frame: Frame::sample(""), trouble, closed: closed.to_owned(), form }
    }

    /// What every act can come to: open, closed for `closed`, and failed in each way.
    pub(crate) fn samples(form: &FormView, closed: &str) -> Vec<Self> {
        let mut all = vec![Self::sample(form.clone(), None, ""), Self::sample(form.clone(), None, closed)];
        all.extend(Trouble::samples().into_iter().map(|trouble| Self::sample(form.clone(), Some(trouble), "")));
        all
    }
}
