//! The letters of a designation: 指定通知書 and the guide to the renewal, made when they are asked for from what the register says then.

use documents::letter::{DesignationNotice, DesignationRenewal, Letter, Part, Row};
use documents::{Imprint, Printed};
use events::Personal;
use events::designation::Holder;
use events::ids::DesignationId;
use events::vocabulary::{OfficeCode, ShortText, ValidityPeriod, wareki};
use jiff::civil::Date;

use super::DesignationFile;
use crate::paper::issuer;
use crate::{ActError, Acts};

impl Acts {
    /// 指定通知書, of the last term.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is no designation; [`ActError::Erased`].
    pub async fn designation_notice(&self, id: DesignationId, on: Date, imprint: Imprint) -> Result<Printed, ActError> {
        let lead = "児童福祉法の規定により、次のとおり指定したので通知します。";
        let duty = vec![
            "氏名、名称、勤務先、所在地などが変わったときは、変更届を提出してください。辞退するときも届け出てください。"
                .to_owned(),
            "有効期間が終わる前に更新の手続をしないと、指定の効力がなくなります。".to_owned(),
        ];
        let letter = self.designation_letter(id, on, lead, Part { title: "届出と更新".to_owned(), texts: duty }).await?;
        self.print(DesignationNotice(letter), imprint).await
    }

    /// 更新の案内.
    ///
    /// # Errors
    /// As [`Acts::designation_notice`].
    pub async fn designation_renewal(&self, id: DesignationId, on: Date, imprint: Imprint) -> Result<Printed, ActError> {
        let lead = "次の指定は、まもなく有効期間が終わります。引き続き指定を受けるときは、有効期間が終わる前に更新の申請をしてください。";
        let how = vec![
            "更新の申請書に、いまの指定通知書の写しと、要件を満たすことが分かる書類（専門医の資格、研修の修了証など）を添えて提出してください。".to_owned(),
            "更新しないときは、辞退の届を提出してください。".to_owned(),
        ];
        let letter = self.designation_letter(id, on, lead, Part { title: "手続".to_owned(), texts: how }).await?;
        self.print(DesignationRenewal(letter), imprint).await
    }

    async fn designation_letter(&self, id: DesignationId, on: Date, lead: &str, part: Part) -> Result<Letter, ActError> {
        let file = self.designation(id).await?;
        let masters = self.masters().await?;
        let issuer = issuer(OfficeCode::DIVISION, on, &masters);
        let (addressee, honorific, rows) = particulars(&file)?;
        let term = file.designation.term().map(|term: ValidityPeriod| term.to_string()).unwrap_or_default();
        let number = file.designation.holder().map(Holder::number).unwrap_or_default();
        Ok(Letter {
            number,
            issued_on: wareki::long(on),
            address: String::new(),
            addressee,
            honorific,
            signatory: issuer.signatory,
            lead: lead.to_owned(),
            rows: rows
                .into_iter()
                .chain([("指定の有効期間", term)])
                .map(|(label, value)| Row { label: label.to_owned(), value })
                .collect(),
            parts: vec![part],
            contact: issuer.contact,
        })
    }
}

type Particulars = (String, &'static str, Vec<(&'static str, String)>);

fn particulars(file: &DesignationFile) -> Result<Particulars, ActError> {
    match file.designation.holder().ok_or(ActError::NotFound)? {
        Holder::Doctor { number, qualification, workplaces, .. } => {
            let name = file.name.as_ref().and_then(Personal::open).ok_or(ActError::Erased)?;
            let places = workplaces.iter().map(ShortText::as_str).collect::<Vec<_>>().join("、");
            let rows = vec![
                ("種別", "指定医".to_owned()),
                ("指定医番号", number.to_string()),
                ("要件", qualification.label().to_owned()),
                ("勤務先", places),
            ];
            Ok((name.written().to_owned(), "様", rows))
        }
        Holder::Institution { code, name, address } => {
            let rows = vec![
                ("種別", format!("指定医療機関（{}）", code.kind().label())),
                ("医療機関コード", code.to_string()),
                ("名称", name.to_string()),
                ("所在地", address.to_string()),
            ];
            Ok((name.to_string(), "御中", rows))
        }
    }
}
