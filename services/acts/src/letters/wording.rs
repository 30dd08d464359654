//! What the letters of an application tell: from the event, the form, the board's words and the phrases of the masters of that day.

use casework::letter_text::Values;
use casework::mailing::Destination;
use casework::rules::Masters;
use documents::letter::{Part, Row};
use events::Personal;
use events::application::{
    ApplicationEvent, ApplicationForm, Approved, CorrectionItem, Inquired, Refused, Reminded, ReturnedForCorrection, Withdrawn,
};
use events::letter::LetterKind;
use events::vocabulary::{DecisionNumber, DiseaseId, FreeText, InquiredParty, ProcedureKind, Tier, wareki};
use jiff::civil::Date;

use super::content::{Content, disease, row};
use crate::Case;

/// What a letter tells of.
pub(super) enum Telling<'e> {
    Received,
    Approved(&'e Approved),
    Refused(&'e Refused),
    Returned(&'e ReturnedForCorrection),
    Reminded(&'e Reminded),
    Withdrawn(&'e Withdrawn),
    Inquired(&'e Inquired),
}

impl<'e> Telling<'e> {
    pub(super) const fn of(event: &'e ApplicationEvent) -> Option<Self> {
        match event {
            ApplicationEvent::Received(_) => Some(Self::Received),
            ApplicationEvent::Approved(event) => Some(Self::Approved(event)),
            ApplicationEvent::Refused(event) => Some(Self::Refused(event)),
            ApplicationEvent::ReturnedForCorrection(event) => Some(Self::Returned(event)),
            ApplicationEvent::Reminded(event) => Some(Self::Reminded(event)),
            ApplicationEvent::Withdrawn(event) => Some(Self::Withdrawn(event)),
            ApplicationEvent::Inquired(event) => Some(Self::Inquired(event)),
            _ => None,
        }
    }

    pub(super) fn kind(&self, procedure: Option<ProcedureKind>) -> LetterKind {
        let change = procedure == Some(ProcedureKind::Change);
        match self {
            Self::Received => LetterKind::ReceiptNotice,
            Self::Approved(_) if change => LetterKind::ChangeNotice,
            Self::Approved(_) => LetterKind::ApprovalNotice,
            Self::Refused(_) if change => LetterKind::ChangeRefusal,
            Self::Refused(_) => LetterKind::RefusalNotice,
            Self::Returned(_) => LetterKind::CorrectionRequest,
            Self::Reminded(_) => LetterKind::CorrectionReminder,
            Self::Withdrawn(_) => LetterKind::PapersReturned,
            Self::Inquired(_) => LetterKind::Inquiry,
        }
    }
}

/// What letters of an application are written from.
pub(super) struct Writing<'a> {
    pub(super) case: &'a Case,
    pub(super) form: &'a ApplicationForm,
    pub(super) masters: &'a Masters,
    pub(super) on: Date,
    /// Where post for the family goes.
    pub(super) to: &'a Destination,
}

impl Writing<'_> {
    /// What the letter tells.
    pub(super) fn content(&self, telling: &Telling<'_>) -> Content {
        if let Telling::Inquired(event) = telling {
            return self.asked(event);
        }
        let mut content = Content::to_family(telling.kind(self.case.application.kind()), self.to);
        content.values = self.values();
        content.rows = self.about();
        match telling {
            Telling::Inquired(_) => {}
            Telling::Received => content.rows.push(row("申請日", self.applied())),
            Telling::Withdrawn(event) => content.rows.push(row("取下げの日", wareki::long(event.withdrawn_on))),
            Telling::Approved(event) => self.approved(event, &mut content),
            Telling::Refused(event) => self.refused(event, &mut content),
            Telling::Returned(event) => self.to_correct("補正の期限", event.due_on, &event.items, &mut content),
            Telling::Reminded(event) => {
                let items = self.case.application.correction().map(|correction| correction.items.clone()).unwrap_or_default();
                self.to_correct("新しい補正の期限", event.due_on, &items, &mut content);
            }
        }
        content
    }

    /// What somebody outside needs to answer: who the child is and what is asked; nothing of the family, its home or its income.
    fn asked(&self, event: &Inquired) -> Content {
        let open = |text: &Personal<FreeText>| text.open().map(ToString::to_string).unwrap_or_default();
        let child = &self.form.child;
        let mut content = Content::to(LetterKind::Inquiry, &open(&event.addressee), open(&event.address));
        content.honorific = if event.party == InquiredParty::Doctor { "様" } else { "御中" };
        content.values =
            Values::from([("児童の氏名", child.name.written().to_owned()), ("回答の期限", wareki::long(event.due_on))]);
        content.rows = vec![
            row("児童の氏名", format!("{}（{}）", child.name.written(), child.name.kana())),
            row("生年月日", wareki::long(child.birth_date)),
            row("照会の理由", event.ground.label()),
            row("回答の期限", wareki::long(event.due_on)),
        ];
        let texts = open(&event.questions).lines().map(str::to_owned).collect();
        content.parts.push(Part { title: "照会する事項".to_owned(), texts });
        content
    }

    fn phrase(&self, key: &str) -> Option<String> {
        self.masters.phrases.at(key, self.on).map(|row| row.value.text.clone())
    }

    fn disease(&self, id: DiseaseId) -> String {
        disease(self.masters, self.on, id)
    }

    /// A line of the checklist or a section of the form, by its name.
    fn line(&self, about: &str) -> String {
        let lines = self.case.application.checklist();
        let line = lines.iter().find(|line| line.item.0 == about).map(|line| line.title.clone());
        line.or_else(|| casework::procedures::section_title(about).map(str::to_owned)).unwrap_or_else(|| about.to_owned())
    }

    /// The row of the number of a decision, where it has one.
    fn decided(number: Option<DecisionNumber>, on: Date) -> Vec<Row> {
        let number = number.map(|number| row("決定番号", number.to_string()));
        number.into_iter().chain([row("決定日", wareki::long(on))]).collect()
    }

    fn applied(&self) -> String {
        self.case.application.application_date().map(wareki::long).unwrap_or_default()
    }

    fn receipt_number(&self) -> String {
        self.case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default()
    }

    fn procedure(&self) -> &'static str {
        self.case.application.kind().map_or("－", ProcedureKind::label)
    }

    fn values(&self) -> Values {
        Values::from([
            ("申請日", self.applied()),
            ("受付番号", self.receipt_number()),
            ("児童の氏名", self.form.child.name.written().to_owned()),
            ("申請の種類", self.procedure().to_owned()),
        ])
    }

    /// Whose application it is.
    fn about(&self) -> Vec<Row> {
        vec![
            row("受付番号", self.receipt_number()),
            row("児童の氏名", self.form.child.name.written()),
            row("申請の種類", self.procedure()),
        ]
    }

    fn diseases(&self, diseases: &[DiseaseId]) -> String {
        diseases.iter().map(|id| self.disease(*id)).collect::<Vec<_>>().join("\n")
    }

    fn approved(&self, event: &Approved, content: &mut Content) {
        let conclusion = &event.conclusion;
        content.rows.extend([
            row("認定した疾病", self.diseases(&self.case.application.diseases_to_award())),
            row("有効期間", conclusion.validity.to_string()),
            row("階層区分", Tier::in_words(conclusion.tier)),
            row("自己負担上限月額", conclusion.monthly_cap.to_string()),
        ]);
        content.rows.extend(Self::decided(event.number, event.decided_on));
        content.values.extend([
            ("決定日", wareki::long(event.decided_on)),
            ("有効期間", conclusion.validity.to_string()),
            ("階層区分", Tier::in_words(conclusion.tier)),
            ("自己負担上限月額", conclusion.monthly_cap.to_string()),
        ]);
        // The diseases the board said no to, each with its words (the mistake of Miyagi 2017 was to stay silent on one).
        let application = &self.case.application;
        content.not_awarded =
            application.board().refused(application.diseases()).into_iter().map(|id| self.opinion(id)).collect();
    }

    /// A disease with what the board said of it.
    fn opinion(&self, id: DiseaseId) -> String {
        let said = self.case.board.iter().rev().find_map(|heard| {
            let remarks = heard.remarks.open()?;
            remarks.iter().find(|remark| remark.disease == id).map(|remark| remark.text.to_string())
        });
        match said {
            Some(said) => format!("{}：{said}", self.disease(id)),
            None => self.disease(id),
        }
    }

    fn refused(&self, event: &Refused, content: &mut Content) {
        content.rows.extend([
            row("申請のあった疾病", self.diseases(self.case.application.diseases())),
            row("審査会の意見を聴いた日", wareki::long(event.board_heard_on)),
        ]);
        content.rows.extend(Self::decided(event.number, event.decided_on));
        content
            .values
            .extend([("決定日", wareki::long(event.decided_on)), ("審査会の意見を聴いた日", wareki::long(event.board_heard_on))]);
        content.reasons = self.phrase(&event.ground).into_iter().chain(event.why.open().map(ToString::to_string)).collect();
    }

    /// 補正事項 and what was written beside them.
    fn to_correct(&self, label: &str, due_on: Date, items: &[CorrectionItem], content: &mut Content) {
        let item = |one: &CorrectionItem| {
            format!("{}：{}", self.line(&one.about), self.phrase(&one.phrase).unwrap_or_else(|| one.phrase.clone()))
        };
        let note = self.case.correction_note.as_ref().and_then(|note| note.open()).map(ToString::to_string);
        content.rows.push(row(label, wareki::long(due_on)));
        content.values.insert("補正の期限", wareki::long(due_on));
        content.parts.push(Part { title: "補正していただくこと".to_owned(), texts: items.iter().map(item).collect() });
        content.parts.extend(note.map(|note| Part { title: "補足".to_owned(), texts: vec![note] }));
    }
}
