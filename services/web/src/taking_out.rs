//! 書き出し: a list leaves as a file. In which form, with which columns and why is asked beside the list; that it left, by whom, why and
//! with whom in it is written down before the file is made.

use axum::response::Response;
use events::vocabulary::FreeText;
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::file_answer::download;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::spreadsheet::{CSV, CSV_CP932, Sheet, XLSX, csv, csv_cp932, workbook};

/// Most lines of a file: twenty times the prefecture of today, and what a request can hold in memory.
pub(crate) const MOST: u16 = 20_000;

/// A form of files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// 表計算.
    Spreadsheet,
    /// Comma-separated text.
    Csv,
    /// The same for older programs.
    Cp932,
}

/// What somebody wants to take out.
pub(crate) struct Wish {
    /// In which form.
    format: Format,
    /// Titles of the columns.
    columns: Vec<String>,
    /// 理由.
    pub(crate) why: FreeText,
}

/// The question beside a list.
#[derive(Clone, Serialize)]
pub(crate) struct Offer {
    columns: Vec<&'static str>,
    form: FormView,
}

impl Offer {
    /// All columns, as a spreadsheet.
    pub(crate) fn of(columns: Vec<&'static str>) -> Self {
        let chosen = columns.iter().map(|title| ("column", *title));
        let form = FormView::filled(chosen.chain([("format", "xlsx")]));
        Self { columns, form }
    }

    /// As it was sent, with what is wrong.
    pub(crate) fn again(columns: Vec<&'static str>, posted: &Posted, errors: &FieldErrors) -> Self {
        Self { columns, form: FormView::of(posted).with_errors(errors) }
    }

    /// Something in it is wrong.
    pub(crate) const fn is_refused(&self) -> bool {
        self.form.is_refused()
    }

    /// For the tests of templates.
    pub(crate) fn samples() -> [Self; 2] {
        let mut errors = FieldErrors::default();
        errors.add("reason", "書き出す理由：入力してください。");
        let offer = Self::of(vec!["受付番号", "氏名"]);
        [offer.clone(), Self { form: offer.form.with_errors(&errors), ..offer }]
    }
}

impl Wish {
    /// What was asked, or what is wrong with it.
    pub(crate) fn read(posted: &Posted) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let format = match posted.text("format") {
            "csv" => Format::Csv,
            "cp932" => Format::Cp932,
            _ => Format::Spreadsheet,
        };
        let columns: Vec<String> = posted.all("column").into_iter().map(ToOwned::to_owned).collect();
        if columns.is_empty() {
            errors.add("column", "書き出す列を1つ以上選んでください。");
        }
        let why = FreeText::parse(posted.text("reason")).map_err(|error| format!("書き出す理由：{error}"));
        match errors.take("reason", why) {
            Some(why) if errors.is_empty() => Ok(Self { format, columns, why }),
            _ => Err(errors),
        }
    }

    /// Writes down that a table leaves. Call it before making the file; where it fails nothing leaves.
    ///
    /// # Errors
    /// [`Problem`]: the access log cannot be written.
    pub(crate) async fn tell(&self, cx: &Cx, posted: &Posted, rows: usize, mut subjects: Vec<Uuid>) -> Result<(), Problem> {
        subjects.sort_unstable();
        subjects.dedup();
        let request = cx.request(posted)?;
        cx.acts().table_exported(&request, cx.route().name, rows, subjects, self.why.clone()).await?;
        cx.seen_is_written();
        Ok(())
    }

    /// Says what it is, who took it out, when, why and from where: on the file itself.
    ///
    /// # Errors
    /// [`Problem::SignedOut`].
    pub(crate) fn about(&self, cx: &Cx, title: &str, words: &str, rows: usize) -> Result<String, Problem> {
        let staff = cx.staff()?;
        let who = format!("{} {} {}", staff.office_name, staff.role.label(), staff.name);
        Ok(format!("{title}　{words}　{rows}行　書き出し {} {who}　理由 {}", moment::exact(cx.now), self.why.as_str()))
    }

    /// The file, under a name without ending.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub(crate) fn file(&self, sheet: Sheet, name: &str) -> Result<Response, Problem> {
        let sheet = only(sheet, &self.columns);
        match self.format {
            Format::Csv => download(csv(&sheet), CSV, &format!("{name}.csv")),
            Format::Cp932 => match csv_cp932(&sheet) {
                Ok(bytes) => download(bytes, CSV_CP932, &format!("{name}.csv")),
                Err(unwritable) => {
                    let all: Vec<String> = unwritable.iter().map(|c| format!("{c}（U+{:04X}）", u32::from(*c))).collect();
                    let why = format!(
                        "Shift_JISで書けない文字があるため、書き出していません：{}。UTF-8か表計算を選んでください。",
                        all.join("、")
                    );
                    Err(Problem::Invalid(why))
                }
            },
            Format::Spreadsheet => download(workbook(&[sheet])?, XLSX, &format!("{name}.xlsx")),
        }
    }
}

/// What is said of a list that is too long.
pub(crate) fn too_many() -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add("reason", format!("{MOST}行を超えるため、書き出していません。事務所や日付などで絞ってください。"));
    errors
}

fn kept<T>(all: Vec<T>, keep: &[bool]) -> Vec<T> {
    all.into_iter().zip(keep).filter(|(_, keep)| **keep).map(|(one, _)| one).collect()
}

/// The chosen columns of a sheet, in its order.
fn only(sheet: Sheet, titles: &[String]) -> Sheet {
    let keep: Vec<bool> = sheet.columns.iter().map(|(title, _)| titles.iter().any(|one| one == title)).collect();
    Sheet { columns: kept(sheet.columns, &keep), rows: sheet.rows.into_iter().map(|row| kept(row, &keep)).collect(), ..sheet }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn without_a_reason_or_a_column_nothing_leaves() {
        let wrong = |pairs: &[(&str, &str)]| {
            let errors = Wish::read(&posted(pairs)).err().unwrap_or_default();
            errors.pairs().iter().map(|(field, _)| field.clone()).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&[("reason", " "), ("column", "氏名")]), ["reason"]);
        assert_eq!(wrong(&[("reason", "点検")]), ["column"]);
        assert_eq!(wrong(&[]), ["column", "reason"]);
        assert!(wrong(&[("reason", "点検"), ("column", "氏名")]).is_empty());
    }

    #[test]
    fn only_the_chosen_columns_leave_in_the_order_of_the_list() {
        let sheet = Sheet {
            name: "一覧",
            about: String::new(),
            columns: vec![("番号", 8), ("氏名", 18), ("期限", 12)],
            rows: vec![vec![1.into(), "見本 花子".into(), "R8.11.20".into()]],
        };
        let chosen = only(sheet, &["期限".to_owned(), "番号".to_owned(), "作った列".to_owned()]);
        assert_eq!(chosen.columns, [("番号", 8), ("期限", 12)]);
        assert_eq!(chosen.rows, [vec![1.into(), "R8.11.20".into()]]);
    }
}
