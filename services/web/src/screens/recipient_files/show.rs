//! `GET /recipient-files/{id}`: one file, its lines, and what may be done with it.

use acts::RecipientFileCase;
use axum::http::StatusCode;
use axum::response::Response;
use casework::recipient_file::{RecipientFileRefusal, Stage as State};
use events::ids::RecipientFileId;
use events::recipient_file::{Entry, Item, ItemKind, Undecided};
use events::vocabulary::{Tier, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::ledger::{self, AsOf};
use serde::Serialize;
use uuid::Uuid;

use super::list::tone;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::month;
use crate::page::Page;
use crate::problem::Problem;

/// Lines of a page.
const LINES: usize = 100;

/// One line.
#[derive(Clone, Serialize)]
struct Line {
    at: usize,
    kind: &'static str,
    tone: &'static str,
    again: bool,
    href: String,
    recipient_number: String,
    payer_number: String,
    validity: String,
    right: String,
    /// The organisation's code of why it was not taken.
    rejected: String,
}

/// A recipient of whom nobody can say who reviews the claims.
#[derive(Clone, Serialize)]
struct Nobodys {
    href: String,
    recipient_number: String,
    validity: String,
}

/// A page of those of a file, as the ledger says today.
async fn nobodys(cx: &Cx, undecided: &[Undecided], from: usize) -> Result<Vec<Nobodys>, Problem> {
    let awards: Vec<_> = undecided.iter().skip(from).take(LINES).map(|one| one.award).collect();
    let rows = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    cx.viewed(&rows.iter().map(|row| row.recipient.0).collect::<Vec<_>>()).await?;
    let line = |row: &ledger::LedgerRow| Nobodys {
        href: format!("/recipients/{}", row.recipient),
        recipient_number: row.recipient_number.to_string(),
        validity: format!("{}〜{}", wareki::short(row.validity.start()), wareki::short(row.validity.end())),
    };
    Ok(rows.iter().map(line).collect())
}

fn validity(entry: &Entry) -> String {
    if entry.annulled {
        return "初日から取消".to_owned();
    }
    format!("{}〜{}", wareki::short(entry.validity.start()), wareki::short(entry.validity.end()))
}

fn line(at: usize, item: &Item, case: &RecipientFileCase) -> Line {
    let entry = &item.entry;
    let rejected = case.result.iter().flat_map(|result| &result.rejected);
    let code = rejected.filter(|one| usize::try_from(one.line).is_ok_and(|line| line == at)).map(|one| one.code.clone()).next();
    Line {
        at,
        kind: item.kind.label(),
        tone: match item.kind {
            ItemKind::New => "ok",
            ItemKind::Changed => "key",
            ItemKind::Lost => "warn",
        },
        again: item.again,
        href: format!("/recipients/{}", item.recipient),
        recipient_number: entry.recipient_number.to_string(),
        payer_number: entry.payer_number.to_string(),
        validity: validity(entry),
        right: format!("{} {} {}", entry.tier.map_or("－", Tier::symbol), entry.severity, entry.monthly_cap),
        rejected: code.unwrap_or_default(),
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct FilePage {
    path: String,
    version: i32,
    title: String,
    stage: &'static str,
    tone: &'static str,
    prepared_on: jiff::Timestamp,
    delivered_on: Option<Date>,
    known_up_to: i64,
    digest: String,
    form_label: &'static str,
    encoding: &'static str,
    counts: Vec<(&'static str, usize)>,
    rejected: usize,
    only_rejected: bool,
    lines: Vec<Line>,
    /// How many awards nobody could say anything of, and a page of them.
    undecided: usize,
    nobodys: Vec<Nobodys>,
    next_nobodys: Option<String>,
    first_nobodys: Option<String>,
    next: Option<String>,
    first: Option<String>,
    /// What this person may do with it now.
    may: Vec<&'static str>,
    closed: String,
    form: FormView,
}

const fn stage_of(state: State) -> projections::recipient_files::Stage {
    use projections::recipient_files::Stage;
    match state {
        State::None | State::Waiting => Stage::Waiting,
        State::Released => Stage::Released,
        State::Withdrawn => Stage::Withdrawn,
        State::Delivered => Stage::Delivered,
        State::Answered => Stage::Answered,
    }
}

pub(super) fn title(case: &RecipientFileCase) -> String {
    format!("{} {} 第{}号", case.prepared.body.label(), month::long(case.prepared.month), case.prepared.serial)
}

/// What a person may do with a file, by its state and their role; nobody releases an own one.
fn may(cx: &Cx, state: State, own: bool) -> Vec<&'static str> {
    let acts = [
        ("release", state == State::Waiting && !own, Permission::ReleaseRecipientFiles),
        ("withdraw", matches!(state, State::Waiting | State::Released), Permission::WithdrawRecipientFiles),
        ("take", matches!(state, State::Released | State::Delivered | State::Answered), Permission::RunPayments),
        ("deliver", state == State::Released, Permission::RunPayments),
        ("answer", state == State::Delivered, Permission::RunPayments),
    ];
    acts.into_iter().filter(|(_, now, permission)| *now && cx.may(*permission)).map(|(act, ..)| act).collect()
}

/// The page with what was typed and what is wrong.
pub(super) async fn render(
    cx: &Cx,
    id: RecipientFileId,
    posted: Option<&Posted>,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response, Problem> {
    let case = cx.acts().recipient_file(id).await?;
    let path = format!("/recipient-files/{id}");
    let place = |name: &str| cx.parameter(name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0) as usize;
    let (from, without) = (place("from"), place("without"));
    let rejected: Vec<usize> =
        case.result.iter().flat_map(|result| &result.rejected).filter_map(|one| usize::try_from(one.line).ok()).collect();
    let only_rejected = cx.parameter("lines") == Some("rejected") && !rejected.is_empty();
    let listed: Vec<(usize, &Item)> =
        (1..).zip(&case.prepared.items).filter(|(at, _)| !only_rejected || rejected.contains(at)).collect();
    let shown: Vec<(usize, &Item)> = listed.iter().skip(from).take(LINES).copied().collect();
    let seen: Vec<Uuid> = shown.iter().map(|(_, item)| item.recipient.0).collect();
    cx.viewed(&seen).await?;
    let state = case.file.stage();
    let own = case.by.0 == cx.staff()?.actor.id;
    let which = if only_rejected { "lines=rejected&" } else { "" };
    let of = |kind: ItemKind| (kind.label(), case.prepared.items.iter().filter(|item| item.kind == kind).count());
    let page = FilePage {
        version: case.version,
        title: title(&case),
        stage: stage_of(state).label(),
        tone: tone(stage_of(state)),
        prepared_on: case.by.1,
        delivered_on: case.delivered.map(|delivered| delivered.on),
        known_up_to: case.prepared.known_up_to,
        digest: case.prepared.digest.chars().take(16).collect(),
        form_label: case.prepared.layout.form.label(),
        encoding: case.prepared.layout.encoding.label(),
        counts: ItemKind::ALL.iter().map(|kind| of(*kind)).collect(),
        rejected: rejected.len(),
        only_rejected,
        lines: shown.iter().map(|(at, item)| line(*at, item, &case)).collect(),
        undecided: case.prepared.undecided.len(),
        nobodys: nobodys(cx, &case.prepared.undecided, without).await?,
        next_nobodys: (case.prepared.undecided.len() > without + LINES).then(|| format!("{path}?without={}", without + LINES)),
        first_nobodys: (without > 0).then(|| path.clone()),
        next: (listed.len() > from + LINES).then(|| format!("{path}?{which}from={}", from + LINES)),
        first: (from > 0).then(|| format!("{path}?{which}from=0")),
        may: may(cx, state, own),
        closed: if state == State::Waiting && own { RecipientFileRefusal::OwnFile.to_string() } else { String::new() },
        path,
        form: posted.map(FormView::of).unwrap_or_default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientFileId>) -> Result<Response, Problem> {
    render(&cx, id, None, &FieldErrors::default(), StatusCode::OK).await
}

impl Page for FilePage {
    const TEMPLATE: &'static str = "recipient_files/show.html";

    fn sample() -> Vec<Self> {
        let line = |kind: ItemKind, again, rejected: &str| Line {
            at: 1,
            kind: kind.label(),
            tone: "ok",
            again,
            href: "/recipients/1".to_owned(),
            recipient_number: "0000018".to_owned(),
            payer_number: "52416013".to_owned(),
            validity: "R8.10.20〜R9.9.30".to_owned(),
            right: "Ⅳ 一般 5,000円".to_owned(),
            rejected: rejected.to_owned(),
        };
        let nobody = Nobodys {
            href: "/recipients/1".to_owned(),
            recipient_number: "0000018".to_owned(),
            validity: "R8.10.20〜R9.9.30".to_owned(),
        };
        let page = |state: State, lines: Vec<Line>, rejected, closed: &str| Self {
            path: "/recipient-files/1".to_owned(),
            version: 1,
            title: "国保連 令和8年11月 第3号".to_owned(),
            stage: stage_of(state).label(),
            tone: tone(stage_of(state)),
            prepared_on: jiff::Timestamp::UNIX_EPOCH,
            delivered_on: (state == State::Answered).then(|| jiff::civil::date(2026, 11, 20)),
            known_up_to: 1_200,
            digest: "ab".repeat(8),
            form_label: "CSV",
            encoding: "UTF-8",
            counts: vec![("新規", 12), ("変更", 3), ("喪失", 1)],
            rejected,
            only_rejected: rejected == 1,
            lines,
            undecided: rejected,
            nobodys: (0..rejected).map(|_| nobody.clone()).collect(),
            next_nobodys: (rejected > 1).then(|| "/recipient-files/1?without=100".to_owned()),
            first_nobodys: (rejected > 1).then(|| "/recipient-files/1".to_owned()),
            next: (rejected > 0).then(|| "/recipient-files/1?from=100".to_owned()),
            first: None,
            may: match state {
                State::Waiting if closed.is_empty() => vec!["release", "withdraw"],
                State::Released => vec!["withdraw", "take", "deliver"],
                State::Delivered => vec!["take", "answer"],
                State::Answered => vec!["take"],
                State::None | State::Waiting | State::Withdrawn => Vec::new(),
            },
            closed: closed.to_owned(),
            form: FormView::default(),
        };
        let mut errors = FieldErrors::default();
        errors.add("file", "結果のCSVファイルを選んでください。");
        errors.add("reason", "取り出す理由を入力してください。");
        let mut refused = page(State::Delivered, vec![line(ItemKind::Changed, true, "")], 0, "");
        refused.form = FormView::default().with_errors(&errors);
        vec![
            page(State::Waiting, vec![line(ItemKind::New, false, "")], 0, ""),
            page(State::Waiting, Vec::new(), 0, "作成した人は承認できません。"),
            page(State::Released, vec![line(ItemKind::Lost, false, "")], 0, ""),
            page(State::Withdrawn, Vec::new(), 0, ""),
            refused,
            page(State::Answered, vec![line(ItemKind::New, false, "E01")], 1, ""),
            page(State::Answered, vec![line(ItemKind::New, false, "E01")], 2, ""),
        ]
    }
}
