//! What somebody types for a new application, page by page, and the typing of it.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};

use crate::{Case, Form, Page, Visitor};

/// The pages in their order.
pub const SECTIONS: [&str; 7] = ["applicant", "child", "insurance", "household", "opinions", "severity", "wishes"];

/// An application as it is typed: page, field, text.
#[derive(Clone, Debug)]
pub struct Application(BTreeMap<&'static str, Vec<(String, String)>>);

impl Application {
    /// An ordinary one: a boy of eight, insured through his father, income levy 68,400 yen, one opinion. Tier IV, 5,000 yen a month, from
    /// 令和8年10月20日 to 令和9年9月30日.
    pub fn ordinary(child: &str, kana: &str) -> Self {
        let pages: [(&'static str, &[(&str, &str)]); 6] = [
            (
                "applicant",
                &[
                    ("application_date", "R8.11.9"),
                    ("applicant_name", "試験 太郎"),
                    ("applicant_kana", "シケン タロウ"),
                    ("applicant_relation", "father"),
                    ("applicant_postal_code", "840-0041"),
                    ("applicant_address", "佐賀市城内1丁目1番59号"),
                    ("applicant_phone", "0952-00-1234"),
                ],
            ),
            (
                "child",
                &[
                    ("child_name", child),
                    ("child_kana", kana),
                    ("child_birth_date", "H30.5.5"),
                    ("child_sex", "male"),
                    ("child_postal_code", "840-0041"),
                    ("child_address", "佐賀市城内1丁目1番59号"),
                    ("child_municipality", "412015"),
                ],
            ),
            (
                "insurance",
                &[
                    ("insurance_kind", "employee"),
                    ("insured_is_child", "no"),
                    ("insured_name", "試験 太郎"),
                    ("insurer_name", "見本健康保険組合"),
                    ("insurer_number", "01410013"),
                    ("insurance_symbol", "見本12"),
                    ("insurance_number", "345"),
                ],
            ),
            (
                "household",
                &[
                    ("public_assistance", "no"),
                    ("member1_name", "試験 太郎"),
                    ("member1_relation", "father"),
                    ("member1_insured", "yes"),
                    ("member1_same_insurance", "yes"),
                    ("member1_taxed", "yes"),
                    ("member1_levy", "68,400"),
                ],
            ),
            (
                "opinions",
                &[
                    ("opinion1_disease", "01_01_001"),
                    ("opinion1_diagnosis_date", "R8.10.20"),
                    ("opinion1_written_on", "R8.10.25"),
                    ("opinion1_physician", "架空 医師"),
                    ("opinion1_institution", "見本病院"),
                    ("opinion1_severity", "general"),
                ],
            ),
            ("wishes", &[("main_institution", "見本病院"), ("research_consent", "yes"), ("note", "連絡は午前中に。")]),
        ];
        let owned =
            |fields: &[(&str, &str)]| fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Self(pages.into_iter().map(|(page, fields)| (page, owned(fields))).collect())
    }

    /// With another text in one field.
    #[must_use]
    pub fn with(mut self, page: &'static str, field: &str, text: &str) -> Self {
        let fields = self.0.entry(page).or_default();
        fields.retain(|(name, _)| name != field);
        fields.push((field.to_owned(), text.to_owned()));
        self
    }

    /// What is typed on a page.
    pub fn page(&self, page: &str) -> impl Iterator<Item = (&str, &str)> {
        self.0.get(page).into_iter().flatten().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Types all pages into a new draft. Returns the draft's address.
    ///
    /// # Errors
    /// When a page is refused.
    pub fn type_in(&self, counter: &Visitor) -> anyhow::Result<String> {
        let draft = new_draft(counter)?;
        for section in SECTIONS {
            let page = self.type_page(counter, &draft, section)?;
            ensure!(page.status == 200, "{section} answered {}: {}", page.status, page.start());
            if page.path == format!("{draft}/{section}") {
                bail!("{section} was not taken: {}", page.start());
            }
        }
        Ok(draft)
    }

    /// Types one page as it stands here and sends it.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn type_page(&self, counter: &Visitor, draft: &str, section: &str) -> anyhow::Result<Page> {
        let address = format!("{draft}/{section}");
        let form = counter.get(&address)?.form(&address)?.with_all(self.page(section)).with("next", "save");
        counter.send(&form)
    }

    /// Types it in and has it received.
    ///
    /// # Errors
    /// When it is refused.
    pub fn receive(&self, counter: &Visitor) -> anyhow::Result<Case> {
        let draft = self.type_in(counter)?;
        let page = counter.send(&receive_form(counter, &draft)?)?;
        Case::of(&page).with_context(|| format!("receiving answered {} at {}: {}", page.status, page.path, page.start()))
    }
}

/// Begins a draft. Returns its address.
///
/// # Errors
/// When none is made.
pub fn new_draft(counter: &Visitor) -> anyhow::Result<String> {
    let form = counter.get("/applications/new")?.form("/applications/drafts")?;
    let page = counter.send(&form)?;
    if page.status != 200 || !page.path.starts_with("/applications/drafts/") {
        bail!("a new draft answered {} at {}: {}", page.status, page.path, page.start());
    }
    Ok(page.path)
}

/// The form by which a draft is received.
///
/// # Errors
/// When the page of answers does not offer it.
pub fn receive_form(counter: &Visitor, draft: &str) -> anyhow::Result<Form> {
    counter.get(&format!("{draft}/check"))?.form(&format!("{draft}/receive"))
}
