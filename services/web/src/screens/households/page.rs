//! `GET /recipients/{id}/household`: the members with their caps before and after sharing, the calculation, and what can be done.

use std::collections::BTreeMap;

use acts::{HouseholdFile, ShareLine};
use axum::http::StatusCode;
use axum::response::Response;
use casework::household::Member;
use events::household::Part;
use events::ids::{AwardId, RecipientId, SubjectId};
use events::vocabulary::wareki;
use identity::Permission;
use projections::ledger::{self, AsOf, LedgerRow};
use serde::Serialize;
use uuid::Uuid;

use super::find::Found;
use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::calculation::Step;
use crate::screens::cases::ident::{ERASED, birth_and_age, name_and_kana};
use crate::screens::ledger::{Frame, Looked};

/// A member of the household, with one entitlement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Line {
    member: SubjectId,
    pub(super) name: String,
    kana: String,
    birth: String,
    /// The person's page, where the ledger has one and it is not this one.
    href: Option<String>,
    pub(super) here: bool,
    pub(super) scheme: &'static str,
    number: String,
    validity: String,
    individual: String,
    pub(super) now: String,
    next: String,
    next_from: String,
    changes: bool,
    /// The award whose change can be opened here.
    award: Option<AwardId>,
    /// Whether the member can be taken out with this line; once a member.
    leaves: bool,
}

/// Who was here before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Former {
    name: String,
    last_day: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct HouseholdPage {
    frame: Frame,
    path: String,
    version: i32,
    exists: bool,
    lines: Vec<Line>,
    former: Vec<Former>,
    steps: Vec<Step>,
    changes: usize,
    may_record: bool,
    may_open: bool,
    /// Who was found and can be chosen.
    found: Vec<Found>,
    form: FormView,
}

/// Who was found for the page.
#[derive(Default)]
pub(super) struct Finding(pub(super) Vec<Found>);

/// What a member is called, from the ledger or from the household itself.
struct Names<'a> {
    rows: &'a [LedgerRow],
    file: &'a HouseholdFile,
    here: RecipientId,
    today: jiff::civil::Date,
}

impl Names<'_> {
    fn line(&self, who: SubjectId, member: &Member, share: Option<&ShareLine>, leaves: bool) -> Line {
        let row = self.rows.iter().find(|row| row.recipient.0 == who.0);
        let person = self.file.people.get(&who).and_then(|person| person.open());
        let (name, kana) = match (row, person) {
            (Some(row), _) => name_and_kana(&row.name),
            (None, Some(person)) => (person.name.written().to_owned(), person.name.kana().to_string()),
            (None, None) if matches!(member.part, Part::Applicant { .. }) => ("申請中の児童".to_owned(), String::new()),
            (None, None) => (ERASED.to_owned(), String::new()),
        };
        let birth = match (row, person) {
            (Some(row), _) => birth_and_age(&row.birth_date, self.today),
            (None, Some(person)) => wareki::long(person.birth_date),
            (None, None) => String::new(),
        };
        let number = match (row, person) {
            (Some(row), _) => row.recipient_number.to_string(),
            (None, Some(person)) => person.number.to_string(),
            (None, None) => String::new(),
        };
        let changes = share.is_some_and(|share| share.award.is_some() && share.next.is_some());
        let yen = |yen: Option<events::vocabulary::Yen>| yen.map_or_else(|| "－".to_owned(), |yen| yen.to_string());
        Line {
            member: who,
            name,
            kana,
            birth,
            href: match member.part {
                Part::Recipient { .. } if who.0 != self.here.0 => Some(format!("/recipients/{who}/household")),
                Part::Applicant { application } => Some(format!("/cases/{application}")),
                Part::Recipient { .. } | Part::Outside { .. } => None,
            },
            here: who.0 == self.here.0,
            scheme: match member.part {
                Part::Applicant { .. } => "小児慢性（申請中）",
                Part::Recipient { .. } => "小児慢性",
                Part::Outside { .. } => "指定難病",
            },
            number,
            validity: share.map_or_else(String::new, |share| {
                format!("{}〜{}", wareki::short(share.validity.start()), wareki::short(share.validity.end()))
            }),
            individual: yen(share.map(|share| share.individual_cap)),
            now: yen(share.and_then(|share| share.now)),
            next: yen(share.and_then(|share| share.next).map(|(_, cap)| cap)),
            next_from: share.and_then(|share| share.next).map_or_else(String::new, |(from, _)| wareki::short(from)),
            changes,
            award: share.filter(|_| changes).and_then(|share| share.award),
            leaves,
        }
    }
}

/// Shows the page with a form and a status.
pub(super) async fn render(cx: &Cx, id: RecipientId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    render_finding(cx, id, form, status, Finding::default()).await
}

/// The same with those who were found.
pub(super) async fn render_finding(
    cx: &Cx,
    id: RecipientId,
    form: FormView,
    status: StatusCode,
    Finding(found): Finding,
) -> Result<Response, Problem> {
    let looked = Looked::at(cx, id).await?;
    let file = match cx.acts().household_of(SubjectId(id.0)).await? {
        Some(household) => Some(cx.acts().household(household).await?),
        None => None,
    };
    let mut page = HouseholdPage {
        frame: looked.frame(cx, "household")?,
        path: path(id),
        version: 0,
        exists: file.is_some(),
        lines: Vec::new(),
        former: Vec::new(),
        steps: Vec::new(),
        changes: 0,
        may_record: cx.may(Permission::RecordHouseholds),
        may_open: cx.may(Permission::EnterApplications),
        found,
        form,
    };
    if let Some(file) = file {
        let Members { lines, former, steps } = members(cx, id, &file).await?;
        page = HouseholdPage { changes: HouseholdPage::changing(&lines), lines, former, steps, version: file.version, ..page };
    }
    cx.page_as(status, &page)
}

/// The members of a household now and before, and the calculation of their shares.
pub(super) struct Members {
    pub(super) lines: Vec<Line>,
    former: Vec<Former>,
    steps: Vec<Step>,
}

/// Everybody of a household; who is shown stands in the access log.
pub(super) async fn members(cx: &Cx, id: RecipientId, file: &HouseholdFile) -> Result<Members, Problem> {
    let everybody: Vec<SubjectId> = file.household.ever().map(|(who, _)| who).collect();
    let recipients: Vec<RecipientId> = everybody.iter().map(|who| RecipientId(who.0)).collect();
    let mut rows = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    // Looking at a household is looking at everybody in it.
    cx.viewed(&everybody.iter().map(|who| who.0).collect::<Vec<Uuid>>()).await?;
    let shared = cx.acts().shared(&file.household, cx.today).await?;
    let names = Names { rows: &rows, file, here: id, today: cx.today };
    let mut by_member: BTreeMap<SubjectId, Vec<&ShareLine>> = BTreeMap::new();
    for line in &shared.lines {
        by_member.entry(line.member).or_default().push(line);
    }
    let mut lines = Vec::new();
    for (who, member) in file.household.members() {
        let own = by_member.remove(&who).unwrap_or_default();
        if own.is_empty() {
            lines.push(names.line(who, member, None, true));
        }
        for (n, share) in own.into_iter().enumerate() {
            lines.push(names.line(who, member, Some(share), n == 0));
        }
    }
    let former = file.household.former().iter().map(|(who, member)| Former {
        name: names.line(*who, member, None, false).name,
        last_day: member.last_day.map(wareki::long).unwrap_or_default(),
    });
    Ok(Members { lines, former: former.collect(), steps: shared.steps.iter().map(Step::of).collect() })
}

impl HouseholdPage {
    /// How many caps would change by sharing.
    pub(super) fn changing(lines: &[Line]) -> usize {
        lines.iter().filter(|line| line.changes).count()
    }
}

/// Address of the page.
pub(super) fn path(id: RecipientId) -> String {
    format!("/recipients/{id}/household")
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let form = FormView::filled([("last_day", wareki::short(cx.today))]);
    render(&cx, id, form, StatusCode::OK).await
}

impl Page for HouseholdPage {
    const TEMPLATE: &'static str = "households/show.html";

    fn sample() -> Vec<Self> {
        let empty = || Self {
            frame: Frame::sample("household"),
            path: "/recipients/0/household".to_owned(),
            version: 0,
            exists: false,
            lines: Vec::new(),
            former: Vec::new(),
            steps: Vec::new(),
            changes: 0,
            may_record: true,
            may_open: false,
            found: Vec::new(),
            form: FormView::default(),
        };
        let line = Line {
            member: SubjectId(Uuid::nil()),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            birth: "令和2年3月15日（6歳）".to_owned(),
            href: None,
            here: true,
            scheme: "小児慢性",
            number: "1000018".to_owned(),
            validity: "R8.10.1〜R9.9.30".to_owned(),
            individual: "10,000円".to_owned(),
            now: "10,000円".to_owned(),
            next: "7,500円".to_owned(),
            next_from: "R8.12.1".to_owned(),
            changes: true,
            award: Some(AwardId(Uuid::nil())),
            leaves: true,
        };
        let outside = Line {
            name: "見本 太郎".to_owned(),
            href: Some("/recipients/1/household".to_owned()),
            here: false,
            scheme: "指定難病",
            award: None,
            changes: false,
            ..line.clone()
        };
        let step = Step {
            label: "世帯内按分".to_owned(),
            text: "個人の上限額は 30,000円、10,000円。".to_owned(),
            law: "児童福祉法施行令第22条第2項".to_owned(),
            status: "要確認",
            result: "22,500円、7,500円".to_owned(),
            sum: false,
        };
        vec![
            empty(),
            Self {
                exists: true,
                version: 3,
                lines: vec![line, outside],
                former: vec![Former { name: "例題 次郎".to_owned(), last_day: "令和8年9月30日".to_owned() }],
                steps: vec![step],
                changes: 1,
                may_open: true,
                found: vec![Found {
                    value: "1000026".to_owned(), label: "見本 次郎（ミホン ジロウ）R4.5.5　1000026".to_owned()
                }],
                ..empty()
            },
        ]
    }
}
