//! The letters of a designation: 指定通知書 and the guide to the renewal, printed when they are asked for from what the register says then, in
//! the words of the masters.

use casework::letter_text::Values;
use documents::{Imprint, Printed};
use events::Personal;
use events::designation::Holder;
use events::ids::DesignationId;
use events::letter::LetterKind;
use events::vocabulary::{ShortText, wareki};
use jiff::civil::Date;

use super::content::{Content, row};
use crate::{ActError, Acts, DesignationFile};

impl Acts {
    /// 指定通知書, of the last term, or the guide to its renewal.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is no designation; [`ActError::Erased`].
    pub async fn designation_letter(
        &self,
        id: DesignationId,
        kind: LetterKind,
        on: Date,
        imprint: Imprint,
    ) -> Result<Printed, ActError> {
        let file = self.designation(id).await?;
        let content = told(&file, kind)?;
        let number = file.designation.holder().map(Holder::number).unwrap_or_default();
        let composed = content.composed(&*self.masters().await?, on, &number)?;
        Ok(self.press(composed, imprint).await?.1)
    }
}

fn told(file: &DesignationFile, kind: LetterKind) -> Result<Content, ActError> {
    let (content, named) = match file.designation.holder().ok_or(ActError::NotFound)? {
        Holder::Doctor { number, qualification, workplaces, .. } => {
            let name = file.name.as_ref().and_then(Personal::open).ok_or(ActError::Erased)?;
            let places = workplaces.iter().map(ShortText::as_str).collect::<Vec<_>>().join("、");
            let mut content = Content::to(kind, name.written(), String::new());
            content.rows = vec![
                row("種別", "指定医"),
                row("指定医番号", number.to_string()),
                row("要件", qualification.label()),
                row("勤務先", places),
            ];
            (content, name.written().to_owned())
        }
        Holder::Institution { code, name, address } => {
            let mut content = Content::to(kind, name.as_str(), String::new());
            content.honorific = "御中";
            content.rows = vec![
                row("種別", format!("指定医療機関（{}）", code.kind().label())),
                row("医療機関コード", code.to_string()),
                row("名称", name.to_string()),
                row("所在地", address.to_string()),
            ];
            (content, name.to_string())
        }
    };
    let term = file.designation.term();
    let validity = term.map(|term| term.to_string()).unwrap_or_default();
    let mut content = content;
    content.rows.push(row("指定の有効期間", validity.clone()));
    content.values = Values::from([
        ("氏名または名称", named),
        ("番号", file.designation.holder().map(Holder::number).unwrap_or_default()),
        ("指定の有効期間", validity),
        ("指定の末日", term.map(|term| wareki::long(term.end())).unwrap_or_default()),
    ]);
    Ok(content)
}
