//! 書き出し: a list leaves as a file. In which form, with which columns and why is asked beside the list; that it left, by whom, why and
//! with whom in it is written down before the file is made.

use acts::ActError;
use axum::response::Response;
use events::vocabulary::{FreeText, ShortText};
use serde::Serialize;
use uuid::Uuid;

use crate::column_patterns::{self, Pattern};
use crate::cx::Cx;
use crate::file_answer::download;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::spreadsheet::{CSV, CSV_CP932, Cell, Sheet, XLSX, csv, csv_cp932, workbook};

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
    /// They leave in this order, and not in that of the list.
    in_order: bool,
    /// 理由.
    pub(crate) why: FreeText,
}

/// The question beside a list.
#[derive(Clone, Serialize)]
pub(crate) struct Offer {
    columns: Vec<&'static str>,
    /// Whether columns can be kept under a name here.
    keeps: bool,
    /// What was kept.
    patterns: Vec<Pattern>,
    form: FormView,
}

impl Offer {
    /// All columns, as a spreadsheet.
    pub(crate) fn of(columns: Vec<&'static str>) -> Self {
        let chosen = columns.iter().map(|title| ("column", *title));
        let form = FormView::filled(chosen.chain([("format", "xlsx")]));
        Self { columns, keeps: false, patterns: Vec::new(), form }
    }

    /// With the patterns of whoever looks (列の型).
    ///
    /// # Errors
    /// [`Problem`].
    pub(crate) async fn with_patterns(self, cx: &Cx) -> Result<Self, Problem> {
        let patterns = column_patterns::of(cx, Some(&self.columns)).await?;
        Ok(Self { keeps: true, patterns, ..self })
    }

    /// As it was sent, with what is wrong.
    pub(crate) fn again(columns: Vec<&'static str>, posted: &Posted, errors: &FieldErrors) -> Self {
        Self { columns, keeps: false, patterns: Vec::new(), form: FormView::of(posted).with_errors(errors) }
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
        let kept = Self { keeps: true, patterns: vec![Pattern::sample()], ..offer.clone() };
        [kept, Self { form: offer.form.with_errors(&errors), ..offer }]
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
        let order = posted.text("order").trim();
        let in_order = !order.is_empty();
        let columns = if in_order {
            ordered(order, &posted.all("offered"), &mut errors)
        } else {
            posted.all("column").into_iter().map(ToOwned::to_owned).collect()
        };
        if columns.is_empty() && errors.is_empty() {
            errors.add("column", "書き出す列を1つ以上選んでください。");
        }
        let why = FreeText::parse(posted.text("reason")).map_err(|error| format!("書き出す理由：{error}"));
        match errors.take("reason", why) {
            Some(why) if errors.is_empty() => Ok(Self { format, columns, in_order, why }),
            _ => Err(errors),
        }
    }

    /// The same where columns can be kept under a name: by a pattern, and kept as one.
    ///
    /// # Errors
    /// [`Problem`]; inside, what is wrong with what was asked.
    pub(crate) async fn asked(cx: &Cx, posted: &Posted) -> Result<Result<Self, FieldErrors>, Problem> {
        let chosen = posted.text("pattern");
        let pattern = if chosen.is_empty() {
            None
        } else {
            column_patterns::of(cx, None).await?.into_iter().find(|one| one.value == chosen)
        };
        let wish = match pattern {
            Some(pattern) => {
                let mut pairs: Vec<(String, String)> =
                    posted.pairs().iter().filter(|(name, _)| name != "order").cloned().collect();
                pairs.push(("order".to_owned(), pattern.columns.join("、")));
                pairs.extend(pattern.columns.into_iter().map(|column| ("offered".to_owned(), column)));
                Self::read(&Posted::new(pairs))
            }
            None => Self::read(posted),
        };
        let Ok(wish) = wish else { return Ok(wish) };
        let mut errors = FieldErrors::default();
        if !posted.text("pattern_name").trim().is_empty() {
            let name = ShortText::parse(posted.text("pattern_name")).map_err(|error| format!("型の名前：{error}"));
            if let Some(name) = errors.take("pattern_name", name) {
                column_patterns::keep(cx, name, wish.columns.clone(), &mut errors).await?;
            }
        }
        Ok(if errors.is_empty() { Ok(wish) } else { Err(errors) })
    }

    /// Writes down that a table leaves. Call it before making the file; where it fails nothing leaves.
    ///
    /// # Errors
    /// [`Problem`]: the access log cannot be written; inside, what is said of a form that was sent before, whose file is not handed out again.
    pub(crate) async fn tell(
        &self,
        cx: &Cx,
        posted: &Posted,
        rows: usize,
        mut subjects: Vec<Uuid>,
    ) -> Result<Result<(), FieldErrors>, Problem> {
        subjects.sort_unstable();
        subjects.dedup();
        let request = cx.request(posted)?;
        match cx.acts().table_exported(&request, cx.route().name, rows, subjects, self.why.clone()).await {
            Ok(()) => {
                cx.seen_is_written();
                Ok(Ok(()))
            }
            Err(error @ ActError::Refused(_)) => {
                let mut errors = FieldErrors::default();
                errors.add("reason", error.to_string());
                Ok(Err(errors))
            }
            Err(other) => Err(other.into()),
        }
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
        let sheet = only(sheet, &self.columns, self.in_order);
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

/// Titles as they were typed one after the other; each must be among those that were offered, and stands once.
fn ordered(typed: &str, offered: &[&str], errors: &mut FieldErrors) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for title in typed.split(['、', ',', '，', '\n']).map(str::trim).filter(|title| !title.is_empty()) {
        if !offered.contains(&title) {
            errors.add("order", format!("「{title}」という列はありません。上の列の名前のとおりに書いてください。"));
        } else if !columns.iter().any(|one| one == title) {
            columns.push(title.to_owned());
        }
    }
    columns
}

/// The chosen columns of a sheet, in the order of the list or in that of `titles`.
fn only(sheet: Sheet, titles: &[String], in_order: bool) -> Sheet {
    let place = |title: &String| sheet.columns.iter().position(|(known, _)| known == title);
    let mut places: Vec<usize> = titles.iter().filter_map(place).collect();
    if !in_order {
        places.sort_unstable();
        places.dedup();
    }
    let columns = places.iter().filter_map(|place| sheet.columns.get(*place).copied()).collect();
    let line = |row: Vec<Cell>| places.iter().map(|place| row.get(*place).cloned().unwrap_or(Cell::Empty)).collect();
    Sheet { columns, rows: sheet.rows.into_iter().map(line).collect(), ..sheet }
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
    fn only_the_chosen_columns_leave_in_the_order_of_the_list_or_in_the_one_that_was_asked() {
        let sheet = || Sheet {
            name: "一覧",
            about: String::new(),
            columns: vec![("番号", 8), ("氏名", 18), ("期限", 12)],
            rows: vec![vec![1.into(), "見本 花子".into(), "R8.11.20".into()]],
        };
        let titles = ["期限".to_owned(), "番号".to_owned(), "作った列".to_owned()];
        let chosen = only(sheet(), &titles, false);
        assert_eq!(chosen.columns, [("番号", 8), ("期限", 12)]);
        assert_eq!(chosen.rows, [vec![1.into(), "R8.11.20".into()]]);
        let chosen = only(sheet(), &titles, true);
        assert_eq!(chosen.columns, [("期限", 12), ("番号", 8)]);
        assert_eq!(chosen.rows, [vec!["R8.11.20".into(), 1.into()]]);
    }

    #[test]
    fn columns_are_written_in_an_order_and_a_column_nobody_knows_is_told() {
        let offered = [("offered", "番号"), ("offered", "氏名"), ("offered", "期限"), ("reason", "点検"), ("column", "氏名")];
        let read = |order: &'static str| Wish::read(&posted(&[&offered[..], &[("order", order)]].concat()));
        assert_eq!(read("期限、番号,期限").ok().map(|wish| wish.columns), Some(vec!["期限".to_owned(), "番号".to_owned()]));
        assert_eq!(read(" ").ok().map(|wish| wish.columns), Some(vec!["氏名".to_owned()]));
        let errors = read("期限、病名").err().unwrap_or_default();
        assert!(errors.pairs().iter().any(|(field, why)| field == "order" && why.contains("病名")));
    }
}
