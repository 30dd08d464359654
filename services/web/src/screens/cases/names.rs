//! Names for the codes that stand in events and rows, from the masters of now.

use std::collections::BTreeMap;
use std::sync::Arc;

use acts::ActError;
use casework::rules::Masters;
use casework::rules::masters::Authority;
use casework::{Refusal, procedures};
use events::ids::StaffId;
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode};
use jiff::civil::Date;
use projections::case_history::Words;

use crate::shield::HIDDEN;

/// The words of one page.
#[derive(Clone, Debug)]
pub struct Names {
    masters: Arc<Masters>,
    on: Date,
    lines: Vec<(String, String)>,
    staff: BTreeMap<StaffId, String>,
    hides: bool,
}

impl Names {
    /// The names that count on a day.
    pub fn new(masters: Arc<Masters>, on: Date) -> Self {
        Self { masters, on, lines: Vec::new(), staff: BTreeMap::new(), hides: false }
    }

    /// Also knowing the titles of these lines of a checklist.
    #[must_use]
    pub fn with_lines<'a>(mut self, lines: impl IntoIterator<Item = &'a events::application::ChecklistLine>) -> Self {
        self.lines.extend(lines.into_iter().map(|line| (line.item.0.clone(), line.title.clone())));
        self
    }

    /// Also knowing these members of staff.
    #[must_use]
    pub fn with_staff(self, staff: BTreeMap<StaffId, String>) -> Self {
        Self { staff, ..self }
    }

    /// On a page that must not say where a family lives.
    #[must_use]
    pub fn hiding(self, hides: bool) -> Self {
        Self { hides, ..self }
    }

    /// The masters behind the names.
    pub fn masters(&self) -> &Masters {
        &self.masters
    }

    /// In whose name something is issued on the day.
    ///
    /// # Errors
    /// [`ActError::Refused`] where the masters name nobody.
    pub fn authority(&self) -> Result<&Authority, ActError> {
        self.masters.authority(self.on).map_err(|missing| Refusal::from(missing).into())
    }

    /// 「中部」.
    pub fn office_short(&self, office: OfficeCode) -> String {
        // An office that was closed keeps its name on what it did.
        let row = self.masters.offices.at_or_last(&office.to_string(), self.on);
        row.map_or_else(|| office.to_string(), |row| row.value.short_name.clone())
    }

    /// 「中部（受付 北部）」, or one name where both are the same.
    pub fn offices(&self, responsible: Option<OfficeCode>, receiving: Option<OfficeCode>) -> String {
        match (responsible, receiving) {
            (Some(own), Some(counter)) if own != counter => {
                format!("{}（受付 {}）", self.office_short(own), self.office_short(counter))
            }
            (Some(office), _) | (None, Some(office)) => self.office_short(office),
            (None, None) => "未定".to_owned(),
        }
    }

    /// The name and code of a disease: 「ネフローゼ症候群（02_01_001）」.
    pub fn disease_with_code(&self, disease: DiseaseId) -> String {
        let name = self.disease(disease);
        let code = disease.to_string();
        if name == code { code } else { format!("{name}（{code}）") }
    }

    /// Phrases offered for a purpose, in their order: key and text.
    pub fn phrases(&self, purpose: &str) -> Vec<(String, String)> {
        let mut rows: Vec<_> = self.masters.phrases.on(self.on).filter(|row| row.value.purpose == purpose).collect();
        rows.sort_by_key(|row| (row.value.order, row.key.clone()));
        rows.into_iter().map(|row| (row.key.clone(), row.value.text.clone())).collect()
    }
}

impl Words for Names {
    fn office(&self, office: OfficeCode) -> String {
        let row = self.masters.offices.at(&office.to_string(), self.on);
        row.map_or_else(|| office.to_string(), |row| row.value.name.clone())
    }

    fn disease(&self, disease: DiseaseId) -> String {
        let code = disease.to_string();
        self.masters.diseases.at(&code, self.on).map_or(code, |row| row.value.name.clone())
    }

    fn municipality(&self, municipality: MunicipalityCode) -> String {
        let code = municipality.to_string();
        self.masters.municipalities.at(&code, self.on).map_or(code, |row| row.value.name.clone())
    }

    fn whereabouts(&self, text: String) -> String {
        if self.hides { HIDDEN.to_owned() } else { text }
    }

    fn phrase(&self, key: &str) -> String {
        self.masters.phrases.at(key, self.on).map_or_else(|| key.to_owned(), |row| row.value.text.clone())
    }

    fn staff(&self, staff: StaffId) -> Option<String> {
        self.staff.get(&staff).cloned()
    }

    fn line(&self, item: &str) -> String {
        if let Some(title) = procedures::section_title(item) {
            return title.to_owned();
        }
        if let Some((_, title)) = self.lines.iter().find(|(name, _)| name == item) {
            return title.clone();
        }
        let (kind, about) = item.split_once(':').unwrap_or((item, ""));
        let row = self.masters.document_kinds.at(kind, self.on);
        let title = row.map_or_else(|| kind.to_owned(), |row| row.value.title.clone());
        if about.is_empty() {
            return title;
        }
        let about = DiseaseId::parse(about).map_or_else(|_| about.to_owned(), |id| self.disease(id));
        format!("{title}（{about}）")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use casework::rules::Masters;
    use events::master::RowAdopted;
    use jiff::civil::date;

    use super::*;

    pub(crate) fn names() -> Names {
        let rows: Vec<RowAdopted> =
            schema::masters::shipped().expect("shipped masters").into_iter().map(RowAdopted::from).collect();
        let masters = Masters::from_rows(rows.iter().map(|row| (7, row))).expect("shipped masters");
        Names::new(Arc::new(masters), date(2026, 11, 24))
    }

    #[test]
    fn codes_become_names_and_unknown_codes_stay() {
        let names = names();
        let office = |code: &str| OfficeCode::parse(code).ok();
        assert_eq!(names.offices(office("01"), office("01")), "佐賀中部");
        assert!(names.offices(office("01"), office("02")).starts_with("佐賀中部（受付 "));
        assert_eq!(names.offices(None, None), "未定");
        assert_eq!(names.office_short(OfficeCode::parse("77").expect("code")), "77");
        assert_eq!(names.line("household"), "世帯と所得");
        assert_ne!(names.line("application_form"), "application_form");
        assert_eq!(names.line("nothing_like_it"), "nothing_like_it");
        assert!(names.phrase("correction.tax_year").contains("年度"));
    }

    #[test]
    fn phrases_come_in_their_order() {
        let phrases = names().phrases("refusal");
        assert_eq!(phrases.first().map(|(key, _)| key.as_str()), Some("refusal.criteria_not_met"));
        assert!(phrases.iter().all(|(key, text)| key.starts_with("refusal.") && !text.is_empty()));
    }
}
