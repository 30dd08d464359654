//! One case that waits for a decision: whose, what would be granted, what it replaces, and why it may not be decided by this person.

use acts::Case;
use casework::application::{Action, permit};
use events::Actor;
use events::application::Conclusion;
use events::vocabulary::{ProcedureKind, Tier, wareki};
use projections::case_history::Words as _;
use serde::Serialize;

use crate::screens::cases::by_hand::ByHand;
use crate::screens::cases::frame;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;
use crate::shield::Shield;

/// A line of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Row {
    pub(in crate::screens) id: String,
    pub(in crate::screens) href: String,
    pub(in crate::screens) receipt_number: String,
    pub(in crate::screens) name: String,
    pub(in crate::screens) kana: String,
    pub(in crate::screens) kind: &'static str,
    pub(in crate::screens) diseases: Vec<String>,
    /// Diseases the review board said no to.
    pub(in crate::screens) refused: Vec<String>,
    /// 有効期間.
    pub(in crate::screens) start: String,
    pub(in crate::screens) end: String,
    pub(in crate::screens) tier: String,
    pub(in crate::screens) cap: String,
    /// Whether it is to be refused, as proposed.
    pub(in crate::screens) refuses: bool,
    /// 不認定理由, and the reason as it will be told to the family.
    pub(in crate::screens) reason: String,
    /// 「令和8年度起案第3号」, where it was proposed.
    pub(in crate::screens) proposal: String,
    /// Where the proposal stands.
    pub(in crate::screens) proposal_href: String,
    /// 「いま 5,000円」, where an award stands already and differs.
    pub(in crate::screens) before: String,
    /// Why this person may not decide it; empty where they may.
    pub(in crate::screens) closed: String,
    /// What was set by hand, in words: 「開始日 令和8年9月15日（規則の案 令和8年10月20日）」.
    pub(in crate::screens) by_hand: Vec<String>,
    /// 支援措置.
    pub(in crate::screens) protected: bool,
    /// What the form carries: version and digest of what is shown.
    pub(in crate::screens) seen: String,
}

/// Version and digest, as a form carries them; what is to be refused has no digest.
fn seen(case: &Case) -> String {
    let digest = case.application.conclusion().map(|found| found.digest.as_str()).unwrap_or_default();
    format!("{}:{digest}", case.version)
}

/// 「令和8年度起案第3号」.
pub(in crate::screens) fn proposal_number(year: i64, serial: i64) -> String {
    format!("令和{year}年度起案第{serial}号")
}

impl Row {
    /// The line of a case.
    pub(in crate::screens) fn of(case: &Case, names: &Names, actor: &Actor) -> Self {
        let application = &case.application;
        let (name, kana) = name_and_kana(&case.child_name);
        let told = |ids: Vec<_>| ids.into_iter().map(|id| names.disease_with_code(id)).collect();
        let conclusion = application.conclusion();
        let proposal = application.proposal();
        let ground = proposal.and_then(|proposal| proposal.ground());
        let deciding = if ground.is_some() { Action::Refuse } else { Action::Approve };
        let reason = |ground: &str| {
            let why = case.proposed_why.as_ref().and_then(events::Personal::open).map(ToString::to_string);
            format!("{}　{}", names.phrase(ground), why.unwrap_or_default())
        };
        let earlier = case.form.open().and_then(|form| form.earlier.as_ref());
        let differs = |now: &Conclusion| earlier.filter(|before| before.monthly_cap != now.monthly_cap);
        Self {
            id: case.id.to_string(),
            href: format!("/cases/{}", case.id),
            receipt_number: application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
            name,
            kana,
            kind: application.kind().map_or("", ProcedureKind::label),
            diseases: told(application.diseases_to_award()),
            refused: told(application.board().refused(application.diseases())),
            start: conclusion.map(|found| wareki::long(found.validity.start())).unwrap_or_default(),
            end: conclusion.map(|found| wareki::long(found.validity.end())).unwrap_or_default(),
            tier: conclusion.map(|found| Tier::in_words(found.tier)).unwrap_or_default(),
            cap: conclusion.map(|found| found.monthly_cap.to_string()).unwrap_or_default(),
            refuses: ground.is_some(),
            reason: ground.map(reason).unwrap_or_default(),
            proposal: proposal
                .map(|one| proposal_number(i64::from(one.number().0), i64::from(one.number().1)))
                .unwrap_or_default(),
            proposal_href: proposal.map(|one| format!("/proposals/{}", one.id())).unwrap_or_default(),
            before: conclusion.and_then(differs).map(|before| format!("いま {}", before.monthly_cap)).unwrap_or_default(),
            closed: permit(deciding, application, actor).err().map(|refusal| refusal.to_string()).unwrap_or_default(),
            by_hand: if ground.is_some() { Vec::new() } else { ByHand::in_short(case) },
            protected: false,
            seen: seen(case),
        }
    }

    /// The same, with the reason why this person may not propose it.
    pub(in crate::screens) fn proposable(case: &Case, names: &Names, actor: &Actor) -> Self {
        let closed = permit(Action::Propose, &case.application, actor).err().map(|refusal| refusal.to_string());
        Self { closed: closed.unwrap_or_default(), ..Self::of(case, names, actor) }
    }

    /// Saying that the family is protected.
    #[must_use]
    pub(in crate::screens) fn shielded(mut self, shield: &Shield, case: &Case) -> Self {
        self.protected = frame::subjects(case).into_iter().any(|subject| shield.covers(subject));
        self
    }

    /// Lines for the tests of templates.
    pub(in crate::screens) fn samples() -> Vec<Self> {
        let row = |closed: &str, before: &str| Self {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            href: "/cases/01990000-0000-7000-8000-000000000001".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            kind: "新規",
            diseases: vec!["見本の病（02_01_001）".to_owned()],
            refused: if closed.is_empty() { Vec::new() } else { vec!["例題の病（03_02_004）".to_owned()] },
            start: "令和8年11月6日".to_owned(),
            end: "令和9年9月30日".to_owned(),
            tier: "Ⅳ（一般所得Ⅱ）".to_owned(),
            cap: "10,000円".to_owned(),
            refuses: false,
            reason: String::new(),
            proposal: String::new(),
            proposal_href: String::new(),
            before: before.to_owned(),
            closed: closed.to_owned(),
            by_hand: Vec::new(),
            protected: !closed.is_empty(),
            seen: "6:ab".to_owned(),
        };
        let refused = Self {
            refuses: true,
            reason: "疾病の状態の程度に該当すると認められないため。　検査の値が基準に届かないため。".to_owned(),
            proposal: proposal_number(8, 3),
            proposal_href: "/proposals/1".to_owned(),
            start: String::new(),
            end: String::new(),
            tier: String::new(),
            cap: String::new(),
            ..row("", "")
        };
        let by_hand = vec!["開始日 令和8年9月15日（規則の案 令和8年10月20日）".to_owned()];
        let by_hand = Self { by_hand, ..row("", "") };
        vec![row("", "いま 5,000円"), row("入力または点検した人は決裁できません。", ""), refused, by_hand]
    }
}
