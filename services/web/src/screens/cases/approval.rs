//! 認定する: the approver sees the whole calculation and what will be printed, and confirms exactly that.

use acts::{ActError, Case, Issue};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::application::{Action, permit};
use casework::rules::Determination;
use events::application::{ApplicationForm, Conclusion};
use events::ids::ApplicationId;
use events::vocabulary::{OverriddenItem, Tier, wareki};
use projections::case_history::{self, Words as _};
use serde::Serialize;

use super::by_hand::{self, ByHand};
use super::calculation::{self, Calculation, Standing};
use super::differences::{self, Differences};
use super::frame::{self, Frame};
use super::names::Names;
use super::overview::determination;
use super::papers::{self, Paper, Seen};
use super::steps::SHOWN_BY;
use super::trouble::{Character, Trouble};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// A line of the certificate that would be printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Printed {
    label: &'static str,
    lines: Vec<String>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ApprovalPage {
    frame: Frame,
    trouble: Option<Trouble>,
    closed: String,
    calculation: Option<Calculation>,
    /// What was set by hand, each to be confirmed.
    by_hand: Vec<ByHand>,
    form: FormView,
    differences: Option<Differences>,
    printed: Vec<Printed>,
    characters: Vec<Character>,
    papers: Vec<Paper>,
    /// Digest of what is shown; empty where nothing is.
    digest: String,
}

fn one(label: &'static str, text: impl Into<String>) -> Printed {
    Printed { label, lines: vec![text.into()] }
}

/// What the certificate would say.
fn printed(form: &ApplicationForm, conclusion: &Conclusion, found: Option<&Determination>, names: &Names) -> Vec<Printed> {
    let (child, guardian) = (&form.child, &form.applicant);
    let validity = conclusion.validity;
    let haemophilia = if conclusion.haemophilia { "・血友病等" } else { "" };
    let persons = found.and_then(|found| found.income_persons.clone()).unwrap_or_default();
    vec![
        one("公費負担者番号", conclusion.payer_number.to_string()),
        one(
            "受給者番号",
            if form.earlier.is_some() {
                "いまの受給者番号（公費負担者番号が変わるときは採番します）"
            } else {
                "認定のときに採番します"
            },
        ),
        Printed {
            label: "受診者",
            lines: vec![
                child.name.kana().to_string(),
                child.name.written().to_owned(),
                names.whereabouts(child.address.text.to_string()),
            ],
        },
        one("生年月日", wareki::long(child.birth_date)),
        Printed {
            label: "保護者等",
            lines: vec![
                format!("{}（{}）", guardian.name.written(), guardian.relation.label()),
                names.whereabouts(guardian.address.text.to_string()),
            ],
        },
        Printed {
            label: "疾病名",
            lines: form.opinions.iter().map(|opinion| names.disease_with_code(opinion.disease)).collect(),
        },
        one("有効期間", calculation::period(validity.start(), validity.end())),
        one("階層区分", Tier::in_words(conclusion.tier)),
        one("区分", format!("{}{haemophilia}", conclusion.severity.label())),
        one("自己負担上限月額", conclusion.monthly_cap.to_string()),
        one("所得をみた人", if persons.is_empty() { "なし".to_owned() } else { persons.join("、") }),
        one("登録者証", if form.wishes.registrant_certificate { "希望する" } else { "希望しない" }),
        one("管轄", names.office(conclusion.responsible_office)),
    ]
}

fn page(
    cx: &Cx,
    (case, seen): (&Case, &Seen),
    names: &Names,
    found: &calculation::Found,
    differences: Option<Differences>,
    (trouble, form): (Option<Trouble>, FormView),
) -> Result<ApprovalPage, Problem> {
    let closed = permit(Action::Approve, &case.application, &cx.staff()?.actor).err();
    let calculation = Calculation::of(found);
    let (told, conclusion) = (case.form.open(), case.application.conclusion());
    let printed = told.zip(conclusion).map(|(told, conclusion)| printed(told, conclusion, determination(found), names));
    let faults = told.map(|told| cx.acts().unprintable(told)).unwrap_or_default();
    let characters = faults.into_iter().map(|fault| Character { field: fault.field, sentence: fault.sentence }).collect();
    let digest = match &calculation {
        Some(calculation) if calculation.standing == Standing::Examined => conclusion.map(|conclusion| conclusion.digest.clone()),
        _ => None,
    };
    Ok(ApprovalPage {
        frame: Frame::of(case, names, cx.today, ""),
        trouble,
        by_hand: by_hand::lines(case, names.masters()),
        form,
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        calculation,
        differences,
        printed: printed.unwrap_or_default(),
        characters,
        papers: papers::papers(&case.documents, seen),
        digest: digest.unwrap_or_default(),
    })
}

async fn render(cx: &Cx, id: ApplicationId, trouble: Option<Trouble>, form: FormView) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    let found = calculation::of_case(&case, names.masters())?;
    let mut entries = case_history::of_case(cx.pool(), id, None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let seen = papers::seen(&entries, &names, cx.today);
    let differences = differences::of_case(cx, &case, determination(&found), &names).await?;
    frame::viewed(cx, &case).await?;
    let status = match &trouble {
        Some(trouble) => trouble.status,
        None if form.is_refused() => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    cx.page_as(status, &page(cx, (&case, &seen), &names, &found, differences, (trouble, form))?)
}

/// `GET /cases/{id}/approve`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, None, FormView::default()).await
}

/// `POST /cases/{id}/approve`.
pub(crate) async fn approve(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    // A page that showed no stored calculation sends an empty digest, which no examination has: it is refused, never taken for unseen.
    let shown = Some(posted.text("shown_digest").to_owned());
    let confirmed: Vec<OverriddenItem> = posted.all("confirmed").into_iter().filter_map(|item| item.parse().ok()).collect();
    match Box::pin(cx.acts().approve_confirming(&cx.request(&posted)?, id, shown, &confirmed)).await {
        Ok(approval) => {
            let (code, position) = match approval.certificate {
                Some(Issue::Issued { position, .. }) => ("approved", position.max(approval.done.position)),
                Some(Issue::Stopped { .. }) => ("approved_stopped", approval.done.position),
                None => ("approved_waiting", approval.done.position),
            };
            let shown_by: Vec<&str> = SHOWN_BY.iter().copied().chain(["ledger"]).collect();
            cx.told(&frame::path(id), code, position, &shown_by).await
        }
        Err(ActError::Refused(Refusal::Override(refusal))) => {
            let mut errors = FieldErrors::default();
            errors.add("confirmed", refusal.to_string());
            render(&cx, id, None, FormView::of(&posted).with_errors(&errors)).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, Some(trouble), FormView::of(&posted)).await
        }
    }
}

impl Page for ApprovalPage {
    const TEMPLATE: &'static str = "cases/approve.html";

    fn sample() -> Vec<Self> {
        let page = |trouble, closed: &str, characters| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            calculation: Some(Calculation { standing: Standing::Examined, ..Calculation::sample() }),
            by_hand: ByHand::samples(),
            form: FormView::default(),
            differences: Some(Differences::sample()),
            printed: vec![
                one("有効期間", "令和8年10月20日から令和9年9月30日まで"),
                Printed { label: "受診者", lines: vec!["ミホン ハナコ".to_owned(), "見本 花子".to_owned()] },
            ],
            characters,
            papers: vec![Paper {
                title: "医療意見書".to_owned(),
                because: "疾病ごと".to_owned(),
                state: "提出".to_owned(),
                tone: "ok",
                why: String::new(),
                seen: String::new(),
            }],
            digest: "00".repeat(32),
        };
        let fault = || {
            vec![Character { field: "氏名".to_owned(), sentence: "氏名の1文字目は印字できません。".to_owned() }]
        };
        let mut pages = vec![
            page(None, "", Vec::new()),
            page(None, "", fault()),
            page(None, "入力または点検した人は決裁できません。", Vec::new()),
            Self {
                calculation: None,
                by_hand: Vec::new(),
                printed: Vec::new(),
                papers: Vec::new(),
                digest: String::new(),
                ..page(None, "", Vec::new())
            },
        ];
        let mut errors = FieldErrors::default();
        errors.add("confirmed", "手で改めた値（開始日）が確かめられていません。");
        pages.push(Self { form: FormView::default().with_errors(&errors), ..page(None, "", Vec::new()) });
        pages.extend(Trouble::samples().into_iter().map(|trouble| page(Some(trouble), "", Vec::new())));
        pages
    }
}

#[cfg(test)]
mod tests {
    use events::vocabulary::{OfficeCode, PayerNumber, Severity, Tier, ValidityPeriod, Yen};
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    #[test]
    fn the_preview_says_what_will_be_printed() {
        let conclusion = Conclusion {
            rule_set: "2026-11版".to_owned(),
            known_up_to: 10,
            digest: "d".to_owned(),
            validity: ValidityPeriod::new(date(2026, 10, 20), date(2027, 9, 30)).expect("period"),
            tier: Some(Tier::IV),
            severity: Severity::General,
            haemophilia: false,
            monthly_cap: Yen::new(5_000).expect("yen"),
            apportioned: None,
            payer_number: PayerNumber::parse("52416013").expect("number"),
            responsible_office: OfficeCode::parse("01").expect("code"),
        };
        let printed = printed(&form(), &conclusion, None, &names());
        let text = |label: &str| printed.iter().find(|line| line.label == label).map(|line| line.lines.join("|"));
        assert_eq!(text("自己負担上限月額").as_deref(), Some("5,000円"));
        assert_eq!(text("有効期間").as_deref(), Some("令和8年10月20日から令和9年9月30日まで"));
        assert_eq!(text("階層区分").as_deref(), Some("Ⅳ 一般所得Ⅰ"));
        assert!(text("受診者").is_some_and(|text| text.starts_with("ミホン ハナコ|見本 花子|")));
    }
}
