//! What a letter says: from the event it tells of, the form, the board's words and the phrases of the masters of that day.

use casework::Refusal;
use casework::rules::Masters;
use documents::letter::{
    ApprovalNotice, ComingOfAge, CorrectionReminder, CorrectionRequest, Letter, Part, RefusalNotice, Row, TransferNotice,
};
use events::application::{ApplicationForm, Approved, CorrectionItem, Refused, Reminded, ReturnedForCorrection};
use events::vocabulary::{DecisionNumber, DiseaseId, OfficeCode, Tier, wareki};
use jiff::civil::Date;

use super::Telling;
use crate::paper::AUTHORITY;
use crate::{ActError, Case};

/// A letter ready for the press.
pub(super) enum Paper {
    Approval(ApprovalNotice),
    Refusal(RefusalNotice),
    Correction(CorrectionRequest),
    Reminder(CorrectionReminder),
    Transfer(TransferNotice),
    ComingOfAge(ComingOfAge),
}

/// 文書番号 in the style of the masters.
pub(super) fn numbered(masters: &Masters, on: Date, serial: u32) -> String {
    let style = masters.phrases.at("letter.number", on).map_or_else(|| "第{番号}号".to_owned(), |row| row.value.text.clone());
    style.replace("{番号}", &serial.to_string())
}

/// A disease with its name and code.
pub(super) fn disease(masters: &Masters, on: Date, id: DiseaseId) -> String {
    let code = id.to_string();
    let name = masters.diseases.at(&code, on).map(|row| row.value.name.clone());
    name.map_or_else(|| code.clone(), |name| format!("{name}（{code}）"))
}

/// Whom to ask.
pub(super) fn contact(masters: &Masters, on: Date) -> Vec<String> {
    let office = masters.offices.at(&OfficeCode::DIVISION.to_string(), on);
    let told = office.map(|row| vec![format!("{AUTHORITY}　{}", row.value.name), format!("電話 {}", row.value.phone)]);
    told.unwrap_or_else(|| vec![AUTHORITY.to_owned()])
}

/// Who signs.
pub(super) fn signatory() -> String {
    format!("{AUTHORITY}知事")
}

/// What letters are written from.
pub(super) struct Writing<'a> {
    pub(super) case: &'a Case,
    pub(super) form: &'a ApplicationForm,
    pub(super) masters: &'a Masters,
    pub(super) on: Date,
}

impl Writing<'_> {
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

    /// The letter.
    ///
    /// # Errors
    /// [`Refusal::LetterUnexplained`] where a decision would go out without reason or without the instruction on appeal.
    pub(super) fn paper(&self, telling: &Telling, number: &str) -> Result<Paper, ActError> {
        let unexplained = |_| ActError::from(Refusal::LetterUnexplained);
        Ok(match telling {
            Telling::Approved(event) => {
                let (lead, rows) = self.approved(event);
                let letter = self.letter(number, lead, rows, Vec::new());
                Paper::Approval(ApprovalNotice::new(letter, self.not_awarded(), self.appeal()).map_err(unexplained)?)
            }
            Telling::Refused(event) => {
                let (lead, rows) = self.refused(event);
                let letter = self.letter(number, lead, rows, Vec::new());
                Paper::Refusal(RefusalNotice::new(letter, self.reasons(event), self.appeal()).map_err(unexplained)?)
            }
            Telling::Returned(event) => {
                let (lead, rows, parts) = self.returned(event);
                Paper::Correction(CorrectionRequest(self.letter(number, lead, rows, parts)))
            }
            Telling::Reminded(event) => {
                let (lead, rows, parts) = self.reminded(event);
                Paper::Reminder(CorrectionReminder(self.letter(number, lead, rows, parts)))
            }
        })
    }

    fn letter(&self, number: &str, lead: String, rows: Vec<Row>, parts: Vec<Part>) -> Letter {
        let applicant = &self.form.applicant;
        Letter {
            number: number.to_owned(),
            issued_on: wareki::long(self.on),
            address: applicant.address.to_string(),
            addressee: applicant.name.written().to_owned(),
            honorific: "様",
            signatory: signatory(),
            lead,
            rows,
            parts,
            contact: contact(self.masters, self.on),
        }
    }

    /// The row of the number of a decision, where it has one.
    fn decided(number: Option<DecisionNumber>, on: Date) -> Vec<Row> {
        let number = number.map(|number| row("決定番号", number.to_string()));
        number.into_iter().chain([row("決定日", wareki::long(on))]).collect()
    }

    fn applied(&self) -> String {
        self.case.application.application_date().map(wareki::long).unwrap_or_default()
    }

    /// Whose application it is.
    fn about(&self) -> Vec<Row> {
        let application = &self.case.application;
        vec![
            row("受付番号", application.receipt_number().map(|number| number.to_string()).unwrap_or_default()),
            row("児童の氏名", self.form.child.name.written()),
            row("申請の種類", application.kind().map_or("－", |kind| kind.label())),
        ]
    }

    fn diseases(&self, diseases: &[DiseaseId]) -> String {
        diseases.iter().map(|id| self.disease(*id)).collect::<Vec<_>>().join("\n")
    }

    /// 教示: as the masters word it for the day of the decision.
    fn appeal(&self) -> Vec<String> {
        let text = self.phrase("appeal.decision");
        text.iter().flat_map(|text| text.split('／')).map(str::to_owned).collect()
    }

    fn approved(&self, event: &Approved) -> (String, Vec<Row>) {
        let conclusion = &event.conclusion;
        let mut rows = self.about();
        rows.extend([
            row("認定した疾病", self.diseases(&self.case.application.diseases_to_award())),
            row("有効期間", conclusion.validity.to_string()),
            row("階層区分", Tier::in_words(conclusion.tier)),
            row("自己負担上限月額", conclusion.monthly_cap.to_string()),
        ]);
        rows.extend(Self::decided(event.number, event.decided_on));
        let lead = format!(
            "{}付けで申請のあった小児慢性特定疾病医療費の支給認定については、次のとおり認定することと決定したので、通知します。",
            self.applied()
        );
        (lead, rows)
    }

    /// The diseases the board said no to, each with its words (the mistake of Miyagi 2017 was to stay silent on one).
    fn not_awarded(&self) -> Vec<String> {
        let application = &self.case.application;
        application.board().refused(application.diseases()).into_iter().map(|id| self.opinion(id)).collect()
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

    fn refused(&self, event: &Refused) -> (String, Vec<Row>) {
        let mut rows = self.about();
        rows.extend([
            row("申請のあった疾病", self.diseases(self.case.application.diseases())),
            row("審査会の意見を聴いた日", wareki::long(event.board_heard_on)),
        ]);
        rows.extend(Self::decided(event.number, event.decided_on));
        let lead = format!(
            "{}付けで申請のあった小児慢性特定疾病医療費の支給認定については、次の理由により認定しないことと決定したので、通知します。",
            self.applied()
        );
        (lead, rows)
    }

    fn reasons(&self, event: &Refused) -> Vec<String> {
        self.phrase(&event.ground).into_iter().chain(event.why.open().map(ToString::to_string)).collect()
    }

    /// 補正事項 and what was written beside them.
    fn to_correct(&self, items: &[CorrectionItem]) -> Vec<Part> {
        let item = |one: &CorrectionItem| {
            format!("{}：{}", self.line(&one.about), self.phrase(&one.phrase).unwrap_or_else(|| one.phrase.clone()))
        };
        let note = self.case.correction_note.as_ref().and_then(|note| note.open()).map(ToString::to_string);
        let mut parts =
            vec![Part { title: "補正していただくこと".to_owned(), texts: items.iter().map(item).collect() }];
        parts.extend(note.map(|note| Part { title: "補足".to_owned(), texts: vec![note] }));
        parts
    }

    fn returned(&self, event: &ReturnedForCorrection) -> (String, Vec<Row>, Vec<Part>) {
        let mut rows = self.about();
        rows.push(row("補正の期限", wareki::long(event.due_on)));
        let lead = format!(
            "{}付けで提出された申請書類に、次のとおり不足又は記載の誤りがあります。期限までに補正してくださるようお願いします。補正に要した日数は、標準処理期間に含みません。",
            self.applied()
        );
        (lead, rows, self.to_correct(&event.items))
    }

    fn reminded(&self, event: &Reminded) -> (String, Vec<Row>, Vec<Part>) {
        let mut rows = self.about();
        rows.push(row("新しい補正の期限", wareki::long(event.due_on)));
        let lead = format!(
            "{}付けの申請について補正をお願いしていましたが、まだ書類が届いていません。新しい期限までに補正してくださるよう、改めてお願いします。期限までに補正がないときは、提出されている書類により審査します。",
            self.applied()
        );
        let items = self.case.application.correction().map(|correction| correction.items.clone()).unwrap_or_default();
        (lead, rows, self.to_correct(&items))
    }
}

pub(super) fn row(label: &str, value: impl Into<String>) -> Row {
    Row { label: label.to_owned(), value: value.into() }
}
