//! `GET /applications/drafts/{id}/paper`: the application as it was entered so far, on paper, for the family to check and sign at the window.
//! Nothing is received by printing it.

use axum::response::Response;
use documents::Imprint;
use documents::application_sheet::{ApplicationSheet, Paper, Row, Section};
use events::vocabulary::wareki;
use uuid::Uuid;

use super::check::{self, CheckPage};
use super::draft;
use super::view::Answer;
use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// What the office notes, and the family does not write.
const OF_THE_OFFICE: [&str; 2] = ["受付日", "消印日"];

/// The lines of a section; what was left open is written by hand, and each says whom it is about.
fn rows(answers: &[Answer]) -> Vec<Row> {
    let mut about = String::new();
    answers
        .iter()
        .filter(|answer| !OF_THE_OFFICE.contains(&answer.label))
        .map(|answer| {
            if !answer.heading.is_empty() {
                answer.heading.clone_into(&mut about);
            }
            let label = if about.is_empty() { answer.label.to_owned() } else { format!("{about}　{}", answer.label) };
            Row { label, text: if answer.open { String::new() } else { answer.text.clone() } }
        })
        .collect()
}

fn sheet(page: &CheckPage, signatory: &str, day: String) -> ApplicationSheet {
    ApplicationSheet {
        kind: page.purpose().to_owned(),
        addressee: format!("{signatory}　様"),
        day,
        sections: page.sections().map(|(title, answers)| Section { title: title.to_owned(), rows: rows(answers) }).collect(),
        papers: page.documents().iter().map(|line| Paper { title: line.title.clone(), because: line.because.clone() }).collect(),
    }
}

/// Makes and shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let draft = draft::load(&cx, id).await?;
    let (page, _) = check::page(&cx, &draft).await?;
    cx.viewed(&[id]).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let sheet = sheet(&page, &names.authority()?.signatory, wareki::long(cx.today));
    let printed = cx.acts().print(sheet, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "application.pdf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_left_to_write_and_each_line_says_whom_it_is_about() {
        let answer =
            |label, heading: &str, text: &str, open| Answer { label, heading: heading.to_owned(), text: text.to_owned(), open };
        let told = rows(&[
            answer("氏名", "", "見本 太郎", false),
            answer("氏名", "世帯員 1", "見本 太郎", false),
            answer("所得割額", "", "未入力", true),
            answer("受付日", "", "", true),
        ]);
        let told: Vec<(&str, &str)> = told.iter().map(|row| (row.label.as_str(), row.text.as_str())).collect();
        assert_eq!(told, [("氏名", "見本 太郎"), ("世帯員 1　氏名", "見本 太郎"), ("世帯員 1　所得割額", "")]);
    }
}
