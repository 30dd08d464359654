//! The clerk on the page of a case; whoever may takes the case in a press.

use acts::Case;
use axum::response::Response;
use casework::application::clerk;
use events::ids::ApplicationId;
use identity::Permission;
use serde::Serialize;

use super::people;
use crate::cx::Cx;
use crate::forms::Posted;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::frame;
use crate::screens::cases::overview;
use crate::screens::cases::steps::SHOWN_BY;
use crate::screens::cases::trouble::Trouble;

/// Who works on the case where it lies.
#[derive(Clone, Serialize)]
pub(crate) struct ClerkCard {
    id: String,
    desk: &'static str,
    /// Empty where the case is nobody's.
    name: String,
    mine: bool,
    /// The account is locked or over: the case is nobody's until they are back.
    gone: bool,
    /// Whoever looks works at that desk.
    may: bool,
}

impl ClerkCard {
    /// Of a case that is not decided.
    pub(crate) async fn of(cx: &Cx, case: &Case, past: bool) -> Result<Option<Self>, Problem> {
        let Some(desk) = clerk::desk(case.application.stage()) else { return Ok(None) };
        let me = &cx.staff()?.actor;
        let (name, gone, mine) = match case.application.clerks().at(desk) {
            None => (String::new(), false, false),
            Some(staff) => match people::clerk(cx, staff).await? {
                None => (String::new(), false, false),
                Some(account) => (people::name(&account), !account.may_sign_in(), staff == me.id),
            },
        };
        let may = !past && cx.may(Permission::HandOverCases) && clerk::permits(&case.application, me).is_ok();
        Ok(Some(Self { id: case.id.to_string(), desk: desk.label(), name, mine, gone, may }))
    }

    /// For the tests of templates.
    pub(crate) fn samples() -> [Self; 3] {
        let card = |name: &str, mine, gone, may| Self {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            desk: "担当課",
            name: name.to_owned(),
            mine,
            gone,
            may,
        };
        [card("見本 三郎", true, false, true), card("見本 四郎", false, true, true), card("", false, false, true)]
    }
}

/// `POST /cases/{id}/clerk`: 自分の担当にする.
pub(super) async fn take(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    match cx.acts().take_case(&cx.request(&posted)?, id, None).await {
        Ok(done) => cx.told(&frame::path(id), "clerk_taken", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            overview::render(&cx, id, Some(trouble)).await
        }
    }
}
