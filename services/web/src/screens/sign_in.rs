//! Signing in and out. A refusal says the same, after the same time, whether the login name exists, the password is wrong or the account is
//! locked.

use acts::ActError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use events::Actor;
use events::ids::{CommandId, StaffId};
use events::viewing::SignInRefusal;
use identity::{Permission, SignIn};
use serde::Serialize;
use tokio::time::{Instant, sleep_until};

use crate::config::DemoAccount;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::middleware::cookie;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::route::{Access, Route, Verb};
use crate::screens::Area;

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::of(Verb::Get, "/sign-in", "sign_in", Access::Visitor, || get(show)),
        Route::of(Verb::Post, "/sign-in", "sign_in_try", Access::Visitor, || post(sign_in)),
        Route::post("/sign-out", "sign_out", Permission::UseProgram, || post(sign_out)),
    ],
    samples: &[Sample::of::<SignInPage>()],
    told: &[],
};

const REFUSED: &str = "サインインできません。ログイン名と合言葉（認証アプリを登録した人は6桁の番号も）を確かめてください。続けてまちがえると、しばらく待つか、管理者が解くまでサインインできなくなります。";

#[derive(Serialize)]
pub(crate) struct SignInPage {
    form: FormView,
    next: String,
    signed_out: bool,
    demo: Vec<DemoAccount>,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "home/sign_in.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("login", "ログイン名を入力してください。");
        errors.general(REFUSED);
        let account = |password: Option<&str>| DemoAccount {
            login: "counter1".into(),
            who: "窓口 佐賀中部".into(),
            password: password.map(Into::into),
        };
        vec![
            Self { form: FormView::default(), next: "/".into(), signed_out: true, demo: vec![] },
            Self {
                form: FormView::filled([("login", "counter1")]).with_errors(&errors),
                next: "/cases/01990000-0000-7000-8000-000000000001".into(),
                signed_out: false,
                demo: vec![account(None), account(Some("himawari-no-hatake"))],
            },
        ]
    }
}

impl SignInPage {
    fn new(cx: &Cx, form: FormView, next: &str) -> Self {
        let config = cx.state.config();
        let demo = if config.simulated { config.demo_accounts.clone() } else { Vec::new() };
        Self { form, next: ours(next).to_owned(), signed_out: cx.parameter("out").is_some(), demo }
    }
}

/// A path of ours, to go on to after signing in; anything else is the home page.
fn ours(path: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
    if path.starts_with('/') && !path.starts_with("//") && path.chars().all(plain) { path } else { "/" }
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    let next = cx.parameter("next").unwrap_or("/");
    cx.page(&SignInPage::new(&cx, FormView::default(), next))
}

async fn sign_in(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let answer_at = Instant::now() + cx.state.config().refusal_takes;
    let (login, next) = (posted.text("login"), ours(posted.text("next")));
    if let Some(staff) = admitted(&cx, login, &posted).await? {
        return begin(&cx, staff, next).await;
    }
    sleep_until(answer_at).await;
    let mut errors = FieldErrors::default();
    errors.general(REFUSED);
    let form = FormView::filled([("login", login)]).with_errors(&errors);
    cx.page_as(StatusCode::UNAUTHORIZED, &SignInPage::new(&cx, form, next))
}

/// The account as it acts, where the password is right and the account is open. Refusals are told to the access log.
async fn admitted(cx: &Cx, login: &str, posted: &Posted) -> Result<Option<(StaffId, Actor)>, Problem> {
    let given = (login, posted.text("password"), posted.text("code"));
    match cx.credentials().try_sign_in(&cx.second_factors(), given, cx.now).await? {
        SignIn::Accepted(staff) => {
            let account = cx.acts().account(staff).await?;
            let actor = account.actor()?;
            if !account.may_sign_in() {
                let request = cx.request_as(CommandId(cx.new_uuid()), None, actor);
                cx.acts().sign_in_refused(&request, SignInRefusal::Locked).await?;
                return Ok(None);
            }
            Ok(Some((staff, actor)))
        }
        SignIn::Refused { staff: None, .. } => Ok(None),
        SignIn::Refused { staff: Some(staff), unheard, locks } => {
            let actor = cx.acts().account(staff).await?.actor()?;
            let request = cx.request_as(CommandId(cx.new_uuid()), None, actor);
            let reason = if unheard { SignInRefusal::Locked } else { SignInRefusal::WrongPassword };
            cx.acts().sign_in_refused(&request, reason).await?;
            if let Some(failures) = locks {
                lock(cx, staff, failures).await?;
            }
            Ok(None)
        }
    }
}

async fn lock(cx: &Cx, staff: StaffId, failures: u32) -> Result<(), Problem> {
    let request = cx.request_as(CommandId(cx.new_uuid()), None, Actor::program("web"));
    match cx.acts().lock_account(&request, staff, failures).await {
        // An administrator, or another failure at the same moment, has locked it already.
        Ok(_) | Err(ActError::Refused(_) | ActError::Stale { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    cx.sessions().end_all(staff, cx.now).await?;
    tracing::warn!(account_id = %staff, "an account was locked after failures");
    Ok(())
}

/// A new session under a new token; the one this browser had before ends.
async fn begin(cx: &Cx, (staff, actor): (StaffId, Actor), next: &str) -> Result<Response, Problem> {
    if let Some(token) = cx.token()
        && let Some(before) = cx.sessions().find(token, cx.now).await?
    {
        cx.sessions().end(before.id, cx.now).await?;
    }
    let request = cx.request_as(CommandId(cx.new_uuid()), None, actor);
    cx.acts().signed_in(&request).await?;
    let token = cx.sessions().begin(staff, cx.now).await?;
    let cookie = cookie(cx.state.config(), &token).ok_or(Problem::Internal)?;
    let mut response = cx.redirect(next);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn sign_out(cx: Cx) -> Result<Response, Problem> {
    let staff = cx.staff()?;
    cx.sessions().end(staff.session, cx.now).await?;
    let request = cx.request_as(CommandId(cx.new_uuid()), None, staff.actor.clone());
    cx.acts().signed_out(&request).await?;
    let mut response = cx.redirect("/sign-in?out=1");
    let clear = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    response.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), clear);
    let anonymous = cx.sessions().anonymous()?;
    let cookie = cookie(cx.state.config(), &anonymous).ok_or(Problem::Internal)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_to_pages_of_ours_only() {
        assert_eq!(ours("/cases/01990000-0000-7000-8000-000000000001"), "/cases/01990000-0000-7000-8000-000000000001");
        for path in
            ["", "//evil.example", "https://evil.example", "/\\evil", "/a?b=c", "/a\r\nSet-Cookie: x", "javascript:alert(1)"]
        {
            assert_eq!(ours(path), "/", "{path}");
        }
    }
}
