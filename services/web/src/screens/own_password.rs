//! 合言葉: whoever signs in chooses their own. One that an administrator gave opens nothing else before.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use identity::{IdentityError, Permission};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::route::Route;
use crate::screens::Area;

/// Routes that stay open while a password must be chosen.
pub(crate) const OPEN: [&str; 3] = ["own_password", "own_password_change", "sign_out"];

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/password", "own_password", Permission::UseProgram, || get(show)),
        Route::post("/password", "own_password_change", Permission::UseProgram, || post(change)),
    ],
    samples: &[Sample::of::<PasswordPage>()],
    told: &[("password_chosen", "合言葉を替えました。次のサインインから、新しい合言葉を使ってください。")],
};

/// The page. Passwords are never sent back to it.
#[derive(Serialize)]
pub(crate) struct PasswordPage {
    must: bool,
    form: FormView,
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    cx.page(&PasswordPage { must: cx.staff()?.must_choose, form: FormView::default() })
}

fn again(cx: &Cx, errors: &FieldErrors) -> Result<Response, Problem> {
    let page = PasswordPage { must: cx.staff()?.must_choose, form: FormView::default().with_errors(errors) };
    cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The password first, then the event: one that stays initial a moment too long only asks once more. Whoever signed in with the one before is
/// out before the event opens everything else, for an administrator may have been who did.
async fn change(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    if let Some(done) = cx.acts().done_already(request.command_id).await? {
        return cx.told("/", "password_chosen", done.position, &[]).await;
    }
    let (known, new) = (posted.text("known"), posted.text("new"));
    let mut errors = FieldErrors::default();
    if known.is_empty() {
        errors.add("known", "いまの合言葉を入力してください。");
    }
    if new.is_empty() {
        errors.add("new", "新しい合言葉を入力してください。");
    } else if new != posted.text("again") {
        errors.add("again", "上の欄と違います。同じ合言葉をもう一度入力してください。");
    }
    if !errors.is_empty() {
        return again(&cx, &errors);
    }
    match cx.credentials().change(request.actor.id, (known, new), cx.now).await {
        Ok(true) => {}
        Ok(false) => {
            errors.add("known", "いまの合言葉が違います。続けてまちがえると、しばらく試せなくなります。");
            return again(&cx, &errors);
        }
        Err(IdentityError::Password(refused)) => {
            errors.add("new", refused.to_string());
            return again(&cx, &errors);
        }
        Err(other) => return Err(other.into()),
    }
    cx.sessions().end_others(request.actor.id, cx.staff()?.session, cx.now).await?;
    match cx.acts().choose_password(&request).await {
        Ok(done) => cx.told("/", "password_chosen", done.position, &[]).await,
        Err(error @ ActError::Stale { .. }) => {
            // The administrator did something to the account meanwhile; the password is changed all the same.
            errors.general(error.to_string());
            again(&cx, &errors)
        }
        Err(other) => Err(other.into()),
    }
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "own_password/page.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("known", "いまの合言葉が違います。");
        errors.add("new", "合言葉は8文字以上にしてください。");
        let wrong = FormView::default().with_errors(&errors);
        vec![Self { must: true, form: FormView::default() }, Self { must: false, form: wrong }]
    }
}
