//! 認証アプリ: enrolled by whoever signs in; where the masters ask it of their role, nothing else is open before. Where it is lost, an
//! administrator takes it away, on record.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use identity::Permission;
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::qr::Qr;
use crate::route::Route;
use crate::screens::Area;

/// Routes that stay open while an app must be enrolled.
pub(crate) const OPEN: [&str; 4] = ["second_factor", "second_factor_begin", "second_factor_confirm", "sign_out"];

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/second-factor", "second_factor", Permission::UseProgram, || get(show)),
        Route::post("/second-factor/begin", "second_factor_begin", Permission::UseProgram, || post(begin)),
        Route::post("/second-factor/confirm", "second_factor_confirm", Permission::UseProgram, || post(confirm)),
    ],
    samples: &[Sample::of::<SecondFactorPage>()],
    told: &[("second_factor_enrolled", "認証アプリを登録しました。次のサインインから、合言葉と一緒に6桁の番号を入力します。")],
};

/// The page.
#[derive(Serialize)]
pub(crate) struct SecondFactorPage {
    enrolled: bool,
    must: bool,
    /// The secret in letters, while it waits for its first code.
    secret: Option<String>,
    /// The same as a picture that the app reads.
    qr: Option<Qr>,
    form: FormView,
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let staff = cx.staff()?;
    let factors = cx.second_factors();
    let secret = factors.pending(staff.actor.id).await?;
    let page = SecondFactorPage {
        enrolled: factors.is_enrolled(staff.actor.id).await?,
        must: staff.must_enrol,
        qr: secret.as_ref().and_then(|secret| Qr::of(&secret.in_a_picture(staff.role.code()))),
        secret: secret.map(|secret| secret.in_letters()),
        form,
    };
    cx.page_as(status, &page)
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, FormView::default(), StatusCode::OK).await
}

/// A new secret, shown once on this page until the app has proved it.
async fn begin(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    posted.command()?;
    cx.second_factors().begin(cx.staff()?.actor.id, cx.now).await?;
    Ok(cx.redirect("/second-factor"))
}

async fn confirm(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    if let Some(done) = cx.acts().done_already(request.command_id).await? {
        return cx.told("/", "second_factor_enrolled", done.position, &[]).await;
    }
    let staff = cx.staff()?.actor.id;
    let wrong = |why: &str| {
        let mut errors = FieldErrors::default();
        errors.add("code", why);
        FormView::default().with_errors(&errors)
    };
    let proved = cx.second_factors().confirm(staff, posted.text("code"), cx.now).await?;
    // Sent twice, or interrupted before it was told: it is enrolled all the same.
    if !proved && !cx.second_factors().is_enrolled(staff).await? {
        let why = "番号が違います。アプリにいま出ている6桁を入力してください。端末の時刻が合っているかも確かめてください。";
        return render(&cx, wrong(why), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    // Who was let in by the password alone is let in no more.
    cx.sessions().end_others(staff, cx.staff()?.session, cx.now).await?;
    match cx.acts().enrol_second_factor(&request, staff).await {
        Ok(done) => cx.told("/", "second_factor_enrolled", done.position, &[]).await,
        Err(ActError::Refused(_)) if !proved => Ok(cx.redirect("/second-factor")),
        Err(error) => Err(error.into()),
    }
}

impl Page for SecondFactorPage {
    const TEMPLATE: &'static str = "second_factor/page.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("code", "番号が違います。");
        let page = |enrolled, must, secret: bool, form| Self {
            enrolled,
            must,
            qr: secret.then(|| Qr::of("otpauth://totp/daicho:checker")).flatten(),
            secret: secret.then(|| "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".to_owned()),
            form,
        };
        vec![
            page(false, true, false, FormView::default()),
            page(false, false, true, FormView::default().with_errors(&errors)),
            page(true, false, false, FormView::default()),
        ]
    }
}
