//! One case that waits for a decision: whose, what would be granted, what it replaces, and why it may not be decided by this person.

use acts::Case;
use casework::application::{Action, permit};
use events::Actor;
use events::application::Conclusion;
use events::vocabulary::{ProcedureKind, Tier};
use serde::Serialize;

use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;

/// A line of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Row {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) receipt_number: String,
    pub(super) name: String,
    pub(super) kana: String,
    pub(super) kind: &'static str,
    pub(super) diseases: Vec<String>,
    /// Diseases the review board said no to.
    pub(super) refused: Vec<String>,
    pub(super) validity: String,
    pub(super) tier: String,
    pub(super) cap: String,
    /// 「いま 5,000円」, where an award stands already and differs.
    pub(super) before: String,
    /// Why this person may not decide it; empty where they may.
    pub(super) closed: String,
    /// What the form carries: version and digest of what is shown.
    pub(super) seen: String,
}

/// Version and digest, as a form carries them.
pub(super) fn seen(case: &Case, conclusion: &Conclusion) -> String {
    format!("{}:{}", case.version, conclusion.digest)
}

impl Row {
    /// The line of a case.
    pub(super) fn of(case: &Case, names: &Names, actor: &Actor) -> Self {
        let application = &case.application;
        let (name, kana) = name_and_kana(&case.child_name);
        let told = |ids: Vec<_>| ids.into_iter().map(|id| names.disease_with_code(id)).collect();
        let conclusion = application.conclusion();
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
            validity: conclusion.map(|found| found.validity.to_string()).unwrap_or_default(),
            tier: conclusion.map(|found| Tier::in_words(found.tier)).unwrap_or_default(),
            cap: conclusion.map(|found| found.monthly_cap.to_string()).unwrap_or_default(),
            before: conclusion.and_then(differs).map(|before| format!("いま {}", before.monthly_cap)).unwrap_or_default(),
            closed: permit(Action::Approve, application, actor).err().map(|refusal| refusal.to_string()).unwrap_or_default(),
            seen: conclusion.map(|found| seen(case, found)).unwrap_or_default(),
        }
    }

    /// Lines for the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let row = |closed: &str, before: &str| Self {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            href: "/cases/01990000-0000-7000-8000-000000000001".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            kind: "新規",
            diseases: vec!["見本の病（02_01_001）".to_owned()],
            refused: if closed.is_empty() { Vec::new() } else { vec!["例題の病（03_02_004）".to_owned()] },
            validity: "令和8年11月6日から令和9年9月30日まで".to_owned(),
            tier: "Ⅳ（一般所得Ⅱ）".to_owned(),
            cap: "10,000円".to_owned(),
            before: before.to_owned(),
            closed: closed.to_owned(),
            seen: "6:ab".to_owned(),
        };
        vec![row("", "いま 5,000円"), row("入力または点検した人は決裁できません。", "")]
    }
}
