//! What is done to one account. Rights that go are gone at once: whoever was signed in is not.

use acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::StaffId;
use identity::{IdentityError, initial_password};

use super::given::GivenPage;
use super::reading::{Choices, change, grant, why};
use super::show::render;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::four_eyes;

async fn again(cx: &Cx, staff: StaffId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    render(cx, staff, FormView::of(posted).with_errors(errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn answered(
    cx: &Cx,
    staff: StaffId,
    posted: &Posted,
    code: &'static str,
    done: Result<Done, ActError>,
) -> Result<Response, Problem> {
    let (why, status) = match four_eyes::told(done)? {
        Ok(done) => return cx.told(&format!("/accounts/{staff}"), code, done.position, &[]).await,
        Err(refused) => refused,
    };
    let mut errors = FieldErrors::default();
    errors.general(why);
    render(cx, staff, FormView::of(posted).with_errors(&errors), status).await
}

/// `POST /accounts/{id}/grant`: another role or office is proposed.
pub(crate) async fn propose(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(input) = grant(&posted, &Choices::of(&cx).await?, &mut errors) else {
        return again(&cx, staff, &posted, &errors).await;
    };
    let done = cx.acts().propose_grant(&cx.request(&posted)?, staff, input).await;
    answered(&cx, staff, &posted, "account_proposed", done).await
}

/// `POST /accounts/{id}/confirm`: a second person agrees.
pub(crate) async fn confirm(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().confirm_grant(&cx.request(&posted)?, staff).await;
    answered(&cx, staff, &posted, "account_granted", done).await
}

/// `POST /accounts/{id}/drop`: nothing comes of the proposal.
pub(crate) async fn drop_proposal(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(why) = why(&posted, "drop_why", &mut errors) else {
        return again(&cx, staff, &posted, &errors).await;
    };
    let done = cx.acts().drop_grant(&cx.request(&posted)?, staff, why).await;
    answered(&cx, staff, &posted, "account_dropped", done).await
}

/// `POST /accounts/{id}/suspend`.
pub(crate) async fn suspend(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let (change, why) = (change(&posted, "suspend_change", &mut errors), why(&posted, "suspend_why", &mut errors));
    let Some((change, why)) = change.zip(why) else { return again(&cx, staff, &posted, &errors).await };
    let done = cx.acts().under(Some(change)).suspend_account(&cx.request(&posted)?, staff, why).await;
    if done.is_ok() {
        cx.sessions().end_all(staff, cx.now).await?;
    }
    answered(&cx, staff, &posted, "account_suspended", done).await
}

/// `POST /accounts/{id}/end`.
pub(crate) async fn end(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let (change, why) = (change(&posted, "end_change", &mut errors), why(&posted, "end_why", &mut errors));
    let Some((change, why)) = change.zip(why) else { return again(&cx, staff, &posted, &errors).await };
    let done = cx.acts().under(Some(change)).end_account(&cx.request(&posted)?, staff, why).await;
    if done.is_ok() {
        cx.sessions().end_all(staff, cx.now).await?;
    }
    answered(&cx, staff, &posted, "account_ended", done).await
}

/// The login name that was typed, or the one that is there.
async fn login(cx: &Cx, staff: StaffId, posted: &Posted, errors: &mut FieldErrors) -> Result<Option<String>, Problem> {
    let typed = posted.text("login").trim().to_lowercase();
    let login = match (typed.as_str(), cx.credentials().login_of(staff).await?) {
        ("", Some(login)) => return Ok(Some(login)),
        ("", None) => {
            errors.add("login", "ログイン名を入力してください。");
            return Ok(None);
        }
        _ => typed,
    };
    match cx.credentials().may_have(staff, &login).await {
        Ok(()) => Ok(Some(login)),
        Err(refused @ IdentityError::Login(_)) => {
            errors.add("login", refused.to_string());
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /accounts/{id}/password`: the event first, then the password, which this answer shows and no other ever does.
pub(crate) async fn give_password(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let file = cx.acts().account_file(staff).await?;
    let (change, login) = (change(&posted, "password_change", &mut errors), login(&cx, staff, &posted, &mut errors).await?);
    let Some((change, login)) = change.zip(login) else { return again(&cx, staff, &posted, &errors).await };
    let given = cx.acts().under(Some(change)).give_password(&cx.request(&posted)?, staff).await;
    let done = match given {
        Ok(done) => done,
        Err(refused) => return answered(&cx, staff, &posted, "", Err(refused)).await,
    };
    let password = if done.again {
        None
    } else {
        let drawn = initial_password(cx.state.parts().entropy.as_ref())?;
        cx.credentials().set(staff, &login, &drawn, cx.now).await?;
        cx.sessions().end_all(staff, cx.now).await?;
        Some(drawn.to_string())
    };
    let name = file.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string);
    cx.page(&GivenPage { href: format!("/accounts/{staff}"), name, login, password })
}
