//! The form of a revocation or correction: first what would follow, then the proposal. Nothing typed is lost, nothing is stored by looking.

use acts::{ActError, AwardFile, RedressInput, RedressPreview, RedressWish};
use axum::http::StatusCode;
use axum::response::Response;
use casework::procedures::undoing::{self, Step};
use events::award::{CorrectionGround, MonthTotal, RevocationGround, Right};
use events::ids::AwardId;
use events::vocabulary::{Severity, Tier, ValidityPeriod, Yen, wareki};
use serde::Serialize;

use super::effects::{Effects, field};
use super::{SHOWN_BY, show};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::ident::{Fact, Ident};
use crate::screens::notices::{Dressed as _, Reader, may, must, offered};

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Revoke,
    Correct,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Correct => "correct",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Revoke => "支給認定の取消を起案する",
            Self::Correct => "支給認定の訂正を起案する",
        }
    }

    const fn lead(self) -> &'static str {
        match self {
            Self::Revoke => {
                "支給認定の効力を、ある日から（誤りや不正のときは初日から）失わせます。取り消した支給認定は元に戻りません。"
            }
            Self::Correct => "認定の内容の誤りを直します。元の決定は履歴に残り、訂正した内容がこれに代わります。",
        }
    }

    const fn step(self) -> Step {
        match self {
            Self::Revoke => Step::Revocation,
            Self::Correct => Step::Correction,
        }
    }

    fn fields(self) -> Vec<FieldView> {
        let tiers = Tier::ALL.iter().map(|tier| offered(tier.code(), &Tier::in_words(Some(*tier)))).collect();
        let severities = Severity::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
        let grounds = match self {
            Self::Revoke => RevocationGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect(),
            Self::Correct => CorrectionGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect(),
        };
        let mut fields = vec![must("ground", "理由の区分", "radio").of(grounds)];
        match self {
            Self::Revoke => fields.push(
                must("from", "効力を失う最初の日", "date").hint("例：R8.4.1。初日から取り消せるのは、誤りと不正のときだけです。"),
            ),
            Self::Correct => fields.extend([
                must("start", "有効期間の初日", "date").under("訂正後の内容（上限月額は階層と区分から決まります）"),
                must("end", "有効期間の末日", "date"),
                may("tier", "階層区分", "select").hint("血友病等で階層をみないときは空けておきます。").of(tiers),
                must("severity", "区分", "radio").of(severities),
                may("haemophilia", "血友病等に該当する", "tick"),
                must("from", "金額を計算し直す最初の日", "date").hint("認定の初日からの誤りのときは、有効期間の初日です。"),
            ]),
        }
        fields.push(must("why", "理由（通知書に載せる文）", "long_text"));
        fields
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct EnterPage {
    title: &'static str,
    lead: &'static str,
    undone_by: &'static str,
    path: String,
    back: String,
    ident: Ident,
    facts: Vec<Fact>,
    version: i32,
    fields: Vec<FieldView>,
    effects: Option<Effects>,
    form: FormView,
}

async fn render(
    cx: &Cx,
    (id, kind): (AwardId, Kind),
    form: FormView,
    preview: Option<&RedressPreview>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let row = show::row(cx, id).await?;
    let file = cx.acts().award_file(id).await?;
    let standing = file.award.standing().ok_or(Problem::NotFound)?;
    let page = EnterPage {
        title: kind.title(),
        lead: kind.lead(),
        undone_by: undoing::sentence(kind.step()),
        path: format!("/awards/{id}/redress/{}", kind.code()),
        back: format!("/awards/{id}/redress"),
        ident: show::ident(&row, cx.today),
        facts: show::gives(&Right { validity: standing.validity, ..standing.right }),
        version: file.version,
        fields: kind.fields(),
        effects: preview.map(Effects::of),
        form,
    };
    cx.page_as(status, &page)
}

fn prefilled(file: &AwardFile, kind: Kind) -> Result<FormView, Problem> {
    let standing = file.award.standing().ok_or(Problem::NotFound)?;
    if kind == Kind::Revoke {
        return Ok(FormView::default());
    }
    let Right { validity, tier, severity, haemophilia, .. } = standing.right;
    let mut pairs = vec![
        ("start", wareki::short(validity.start())),
        ("end", wareki::short(validity.end())),
        ("from", wareki::short(validity.start())),
        ("severity", severity.code().to_owned()),
    ];
    pairs.extend(tier.map(|tier| ("tier", tier.code().to_owned())));
    pairs.extend(haemophilia.then(|| ("haemophilia", "on".to_owned())));
    Ok(FormView::filled(pairs))
}

/// `GET /awards/{id}/redress/revoke`.
pub(crate) async fn show_revoke(cx: Cx, Id(id): Id<AwardId>) -> Result<Response, Problem> {
    begin(&cx, id, Kind::Revoke).await
}

/// `GET /awards/{id}/redress/correct`.
pub(crate) async fn show_correct(cx: Cx, Id(id): Id<AwardId>) -> Result<Response, Problem> {
    begin(&cx, id, Kind::Correct).await
}

async fn begin(cx: &Cx, id: AwardId, kind: Kind) -> Result<Response, Problem> {
    let form = prefilled(&cx.acts().award_file(id).await?, kind)?;
    render(cx, (id, kind), form, None, StatusCode::OK).await
}

/// `POST /awards/{id}/redress/revoke`.
pub(crate) async fn revoke(cx: Cx, Id(id): Id<AwardId>, posted: Posted) -> Result<Response, Problem> {
    submit(&cx, (id, Kind::Revoke), &posted).await
}

/// `POST /awards/{id}/redress/correct`.
pub(crate) async fn correct(cx: Cx, Id(id): Id<AwardId>, posted: Posted) -> Result<Response, Problem> {
    submit(&cx, (id, Kind::Correct), &posted).await
}

fn wish(reader: &mut Reader<'_>, kind: Kind, posted: &Posted) -> Option<RedressWish> {
    let from = reader.day("from", "日付");
    match kind {
        Kind::Revoke => {
            let ground = reader.must("ground", "理由の区分", str::parse::<RevocationGround>);
            Some(RedressWish::Revoke { ground: ground?, from: from? })
        }
        Kind::Correct => {
            let ground = reader.must("ground", "理由の区分", str::parse::<CorrectionGround>);
            let (start, end) = (reader.day("start", "有効期間の初日"), reader.day("end", "有効期間の末日"));
            let tier = reader.may("tier", str::parse::<Tier>);
            let severity = reader.must("severity", "区分", str::parse::<Severity>);
            let validity = reader.errors.take("end", ValidityPeriod::new(start?, end?));
            Some(RedressWish::Correct {
                ground: ground?,
                from: from?,
                validity: validity?,
                tier,
                severity: severity?,
                haemophilia: posted.ticked("haemophilia"),
            })
        }
    }
}

/// The months that were filled in.
fn totals(reader: &mut Reader<'_>, posted: &Posted) -> Vec<MonthTotal> {
    let mut months = Vec::new();
    for (name, text) in posted.pairs() {
        let Some(month) = name.strip_prefix("total-").and_then(|month| month.parse().ok()) else { continue };
        if text.trim().is_empty() {
            continue;
        }
        if let Some(total) = reader.errors.take(&field(month), Yen::parse_input(text)) {
            months.push(MonthTotal { month, total });
        }
    }
    months
}

/// How the days were understood.
fn echoed(posted: &Posted) -> FormView {
    FormView::of(posted).understood(&["from", "start", "end"])
}

async fn submit(cx: &Cx, (id, kind): (AwardId, Kind), posted: &Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(posted);
    let wish = wish(&mut reader, kind, posted);
    let months = totals(&mut reader, posted);
    let why = if posted.text("step") == "propose" { reader.why("why") } else { None };
    let (Some(wish), true) = (wish, reader.errors.is_empty()) else {
        let form = echoed(posted).with_errors(&reader.errors);
        return render(cx, (id, kind), form, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let preview = match cx.acts().preview_redress(id, wish, &months, cx.today).await {
        Ok(preview) => preview,
        Err(error) => return refused(cx, (id, kind), posted, error, None).await,
    };
    let Some(why) = why else {
        return render(cx, (id, kind), echoed(posted), Some(&preview), StatusCode::OK).await;
    };
    match cx.acts().propose_redress(&cx.request(posted)?, id, RedressInput { wish, months, why }).await {
        Ok(done) => cx.told(&format!("/awards/{id}/redress"), "redress_proposed", done.position, SHOWN_BY).await,
        Err(error) => refused(cx, (id, kind), posted, error, Some(&preview)).await,
    }
}

async fn refused(
    cx: &Cx,
    about: (AwardId, Kind),
    posted: &Posted,
    error: ActError,
    preview: Option<&RedressPreview>,
) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.general(error.to_string());
    render(cx, about, echoed(posted).with_errors(&errors), preview, status).await
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "redress/enter.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("from", "日付を入力してください。");
        errors.general("起案できません。");
        let page = |kind: Kind, effects, form| Self {
            title: kind.title(),
            lead: kind.lead(),
            undone_by: undoing::sentence(kind.step()),
            path: format!("/awards/1/redress/{}", kind.code()),
            back: "/awards/1/redress".to_owned(),
            ident: Ident::sample(),
            facts: vec![Fact::new("自己負担上限月額", "5,000円")],
            version: 1,
            fields: kind.fields(),
            effects,
            form,
        };
        vec![
            page(Kind::Revoke, None, FormView::default().with_errors(&errors)),
            page(Kind::Revoke, Some(Effects::sample(false)), FormView::default()),
            page(Kind::Correct, Some(Effects::sample(true)), FormView::filled([("total-2026-10-01", "100,000")])),
        ]
    }
}
