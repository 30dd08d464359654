//! A sample: how it was drawn, its cases with the auditor's notes, the files that were taken out.

use acts::{ActError, AuditSample};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use serde::Serialize;
use uuid::Uuid;

use super::belonging::Belonging;
use super::samples::{period, way};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::cases::papers::reason;

/// A note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct NoteShown {
    text: String,
    by: String,
}

/// A case of the sample.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Item {
    no: usize,
    id: String,
    label: String,
    rank: String,
    notes: Vec<NoteShown>,
}

/// A layer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Layer {
    code: String,
    population: u32,
    drawn: u32,
}

/// What was typed and not taken, and why; it stays where it was typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub(super) struct Trouble {
    /// The case of a note; empty for the reason of an export.
    case: String,
    typed: String,
    says: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct SamplePage {
    id: String,
    period: String,
    way: &'static str,
    seed: u32,
    population: u32,
    known_up_to: i64,
    drawn: String,
    purpose: String,
    layers: Vec<Layer>,
    items: Vec<Item>,
    exports: Vec<NoteShown>,
    trouble: Option<Trouble>,
}

/// Name and desk of a member of staff.
async fn name(cx: &Cx, staff: events::ids::StaffId) -> String {
    match cx.acts().account(staff).await {
        Ok(account) => account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
        Err(_) => "システム".to_owned(),
    }
}

fn layer_name(code: &str, names: &Names) -> String {
    use projections::case_history::Words as _;
    match code {
        "" => "全体".to_owned(),
        "approved" => "認定".to_owned(),
        "refused" => "不認定".to_owned(),
        "none" => "階層なし".to_owned(),
        other => other.parse().map_or_else(
            |_| {
                other
                    .parse::<events::vocabulary::ProcedureKind>()
                    .map_or_else(|_| other.to_owned(), |kind| kind.label().to_owned())
            },
            |office| names.office(office),
        ),
    }
}

async fn page(cx: &Cx, sample: AuditSample, trouble: Option<Trouble>) -> Result<SamplePage, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let subjects: Vec<Uuid> = sample.drawn.cases.iter().map(|case| case.0).collect();
    let belonging = Belonging::of(cx, &subjects.iter().copied().collect()).await?;
    cx.viewed(&subjects).await?;
    let mut notes: Vec<(ApplicationId, NoteShown)> = Vec::new();
    for note in &sample.notes {
        let by = format!("{} {}", moment::near(note.at, cx.today), name(cx, note.by).await);
        notes.push((note.case, NoteShown { text: reason(Some(&note.note)), by }));
    }
    let mut exports = Vec::new();
    for (exported, staff, at) in &sample.exports {
        let by = format!(
            "{} {}（申請 {}件、出来事 {}件）",
            moment::near(*at, cx.today),
            name(cx, *staff).await,
            exported.cases,
            exported.events
        );
        exports.push(NoteShown { text: reason(Some(&exported.reason)), by });
    }
    let drawn = &sample.drawn;
    let item = |(index, case): (usize, &ApplicationId)| Item {
        no: index + 1,
        id: case.to_string(),
        label: belonging.label(case.0),
        rank: hex::encode(casework::sampling::rank(drawn.seed, case))[..16].to_owned(),
        notes: notes.iter().filter(|(of, _)| of == case).map(|(_, note)| note.clone()).collect(),
    };
    let layer = |share: &events::audit::StratumShare| Layer {
        code: layer_name(&share.code, &names),
        population: share.population,
        drawn: share.drawn,
    };
    Ok(SamplePage {
        id: sample.id.to_string(),
        period: period(drawn.from, drawn.until),
        way: way(drawn.by),
        seed: drawn.seed,
        population: drawn.population,
        known_up_to: drawn.known_up_to,
        drawn: format!("{} {}", moment::exact(sample.drawn_by.1), name(cx, sample.drawn_by.0).await),
        purpose: reason(Some(&drawn.purpose)),
        layers: drawn.strata.iter().map(layer).collect(),
        items: drawn.cases.iter().enumerate().map(item).collect(),
        exports,
        trouble,
    })
}

/// `GET /audit/samples/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let sample = cx.acts().audit_sample(id).await?;
    let page = page(&cx, sample, None).await?;
    cx.page(&page)
}

/// The page again with what was wrong: about the note on a case, or about the export.
pub(super) async fn refused(
    cx: &Cx,
    sample: AuditSample,
    case: Option<ApplicationId>,
    typed: &str,
    says: String,
) -> Result<Response, Problem> {
    let case = case.map(|case| case.to_string()).unwrap_or_default();
    let page = page(cx, sample, Some(Trouble { case, typed: typed.to_owned(), says })).await?;
    cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /audit/samples/{id}/notes`.
pub(crate) async fn note(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let case: ApplicationId = posted.text("case").parse().map_err(|_| Problem::NotFound)?;
    let note = match FreeText::parse(posted.text("note")) {
        Ok(note) => note,
        Err(error) => {
            return refused(&cx, cx.acts().audit_sample(id).await?, Some(case), posted.text("note"), error.to_string()).await;
        }
    };
    match cx.acts().note_on_sample(&request, id, case, note).await {
        Ok(done) => cx.told(&format!("/audit/samples/{id}"), "noted", done.position, &[]).await,
        Err(error @ (ActError::Refused(_) | ActError::Erased)) => {
            refused(&cx, cx.acts().audit_sample(id).await?, Some(case), posted.text("note"), error.to_string()).await
        }
        Err(error) => Err(error.into()),
    }
}

impl Page for SamplePage {
    const TEMPLATE: &'static str = "audit/sample.html";

    fn sample() -> Vec<Self> {
        let note = || NoteShown {
            text: "診断年月日の根拠を確かめた。".to_owned(), by: "きょう 9:12 見本 四".to_owned()
        };
        let trouble = |case: &str| {
            Some(Trouble { case: case.to_owned(), typed: "根拠を".to_owned(), says: "入力してください。".to_owned() })
        };
        let item = |no, notes| Item {
            no,
            id: Uuid::from_u128(no as u128).to_string(),
            label: "8-01-0412 見本 花子".to_owned(),
            rank: "0011223344556677".to_owned(),
            notes,
        };
        let page = |items, exports, trouble| Self {
            id: Uuid::nil().to_string(),
            period: "R8.4.1からR8.9.30まで".to_owned(),
            way: "事務所ごと",
            seed: 7,
            population: 60,
            known_up_to: 1_200,
            drawn: "令和8年11月24日 9:12:00 見本 四".to_owned(),
            purpose: "定期監査".to_owned(),
            layers: vec![Layer { code: "佐賀中部保健福祉事務所".to_owned(), population: 60, drawn: 5 }],
            items,
            exports,
            trouble,
        };
        vec![
            page(vec![item(1, vec![note()]), item(2, Vec::new())], vec![note()], trouble(&Uuid::from_u128(1).to_string())),
            page(Vec::new(), Vec::new(), trouble("")),
            page(Vec::new(), Vec::new(), None),
        ]
    }
}
