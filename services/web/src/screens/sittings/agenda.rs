//! The agenda as a page shows it: one case with its diseases, what the board said, or the fields to say it in.

use acts::{Case, SittingFile};
use events::sitting::{AgendaItem, Verdict};
use events::vocabulary::{Age, DiseaseId};
use jiff::civil::Date;
use serde::Serialize;

use crate::screens::cases::frame;
use crate::screens::cases::names::Names;
use crate::screens::cases::opinion::{self, Opinion};

/// A disease to be heard, with the names of its fields.
#[derive(Serialize)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) verdict_field: String,
    pub(super) remark_field: String,
}

/// One case on the agenda.
#[derive(Serialize)]
pub(super) struct Item {
    pub(super) no: usize,
    pub(super) application: String,
    pub(super) href: String,
    pub(super) receipt_number: String,
    pub(super) name: String,
    pub(super) kana: String,
    pub(super) age: String,
    pub(super) kind: &'static str,
    pub(super) why: String,
    pub(super) asked: Vec<Asked>,
    pub(super) recused_field: String,
    pub(super) heard: bool,
    /// It is no longer under check: withdrawn, decided or returned.
    pub(super) gone: Option<&'static str>,
    pub(super) opinions: Vec<Opinion>,
    pub(super) recused: Vec<u8>,
}

/// Name of the field for the verdict on a disease of a case.
pub(super) fn verdict_field(application: &str, disease: DiseaseId) -> String {
    format!("verdict-{application}-{disease}")
}

/// Name of the field for what is said beside it.
pub(super) fn remark_field(application: &str, disease: DiseaseId) -> String {
    format!("remark-{application}-{disease}")
}

/// Name of the field for the seats of those who keep out.
pub(super) fn recused_field(application: &str) -> String {
    format!("recused-{application}")
}

impl Item {
    pub(super) fn of(no: usize, item: &AgendaItem, case: &Case, file: &SittingFile, names: &Names, today: Date) -> Self {
        let application = item.application.to_string();
        let heard = file.heard.iter().find(|one| one.application == item.application);
        let (name, kana) = case.child_name.open().map_or_else(
            || ("（消去済み）".to_owned(), String::new()),
            |name| (name.written().to_owned(), name.kana().to_string()),
        );
        let age = case.child_birth_date.open().and_then(|birth| Age::on(*birth, today));
        let waits =
            case.application.board().awaits() && case.application.stage() == Some(casework::application::Stage::UnderCheck);
        let open: Vec<DiseaseId> =
            if heard.is_none() && waits { case.application.board().open().iter().copied().collect() } else { Vec::new() };
        let asked = open.iter().map(|disease| Asked {
            name: names.disease_with_code(*disease),
            verdict_field: verdict_field(&application, *disease),
            remark_field: remark_field(&application, *disease),
        });
        Self {
            no,
            href: frame::path(item.application),
            receipt_number: case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
            name,
            kana,
            age: age.map(|age| format!("{}歳", age.years())).unwrap_or_default(),
            kind: case.application.kind().map_or("", events::vocabulary::ProcedureKind::label),
            why: case.board_note.as_ref().and_then(|why| why.open()).map(ToString::to_string).unwrap_or_default(),
            asked: asked.collect(),
            recused_field: recused_field(&application),
            heard: heard.is_some(),
            gone: if heard.is_none() && !waits {
                case.application.stage().map(casework::application::Stage::label)
            } else {
                None
            },
            opinions: if heard.is_some() { opinion::opinions(case, names) } else { Vec::new() },
            recused: heard.map(|one| one.recused.clone()).unwrap_or_default(),
            application,
        }
    }

    /// Items for the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let item = |no, heard, gone| Self {
            no,
            application: "1".to_owned(),
            href: "/cases/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            age: "6歳".to_owned(),
            kind: "新規",
            why: "判断に迷うため。".to_owned(),
            asked: vec![Asked {
                name: "見本の病（02_01_001）".to_owned(),
                verdict_field: "verdict-1-02_01_001".to_owned(),
                remark_field: "remark-1-02_01_001".to_owned(),
            }],
            recused_field: "recused-1".to_owned(),
            heard,
            gone,
            opinions: opinion::samples(),
            recused: vec![2],
        };
        vec![item(1, false, None), item(2, true, None), item(3, false, Some("取下げ"))]
    }
}

/// The verdicts as choices.
#[derive(Serialize)]
pub(super) struct Choice {
    value: &'static str,
    label: &'static str,
}

/// What the board can say.
pub(super) fn choices() -> Vec<Choice> {
    Verdict::ALL.iter().map(|verdict| Choice { value: verdict.code(), label: verdict.label() }).collect()
}
