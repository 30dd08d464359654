//! `POST /print-runs/{id}/match`: the codes of one envelope, as a scanner types them, one a line.

use ::acts::{ActError, Envelope};
use axum::response::Response;
use events::ids::PrintRunId;
use events::print_run::FoundSheet;
use events::vocabulary::SheetCode;

use super::acts::{path, wrong};
use super::list::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// More lines than an envelope can have sheets.
const MOST: usize = 10;

fn codes(posted: &Posted, errors: &mut FieldErrors) -> Vec<SheetCode> {
    let lines: Vec<&str> = posted.text("codes").lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST {
        errors.add("codes", format!("1通分は{MOST}枚までです。1通ずつ読み取ってください。"));
        return Vec::new();
    }
    lines.into_iter().filter_map(|line| errors.take("codes", SheetCode::parse(line))).collect()
}

/// What is wrong with an envelope, and what to do.
fn told(found: &[FoundSheet]) -> String {
    let one = |sheet: &FoundSheet| match (sheet.item, sheet.counts) {
        (None, _) => format!("{}：この発行にない", sheet.sheet.label()),
        (Some(item), false) => format!("{}：{item}番（無効になった受給者証）", sheet.sheet.label()),
        (Some(item), true) => format!("{}：{item}番", sheet.sheet.label()),
    };
    let all: Vec<String> = found.iter().map(one).collect();
    format!(
        "封をしないでください。受給者証と管理票が1枚ずつ、同じ番号でそろっていません（{}）。違うシートを抜き、正しいシートを入れてもう一度読み取ってください。違いは記録しました。",
        all.join("、")
    )
}

/// Reads and answers.
pub(crate) async fn scan(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let codes = codes(&posted, &mut errors);
    if !errors.is_empty() {
        return wrong(&cx, id, &posted, &errors).await;
    }
    match cx.acts().match_sheets(&cx.request(&posted)?, id, &codes).await {
        Ok((Envelope::Matched(_), done)) => cx.told(&path(id), "print_run_matched", done.position, SHOWN_BY).await,
        Ok((Envelope::Wrong(found), _)) => {
            errors.add("codes", told(&found));
            wrong(&cx, id, &posted, &errors).await
        }
        Err(ActError::Refused(refusal)) => {
            errors.add("codes", refusal.to_string());
            wrong(&cx, id, &posted, &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use events::ids::CertificateId;
    use events::vocabulary::Sheet;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_code_a_line_and_nothing_else() {
        let code = SheetCode::of(CertificateId(Uuid::from_u128(7)), Sheet::Certificate);
        let read = |text: &str| {
            let mut errors = FieldErrors::default();
            let posted = Posted::new(vec![("codes".to_owned(), text.to_owned())]);
            (codes(&posted, &mut errors).len(), errors.pairs().len())
        };
        assert_eq!(read(&format!("{code}\r\n\r\n{code}\r\n")), (2, 0));
        assert_eq!(read("見本 花子"), (0, 1));
        assert_eq!(read(&format!("{code}\n").repeat(11)), (0, 1));
    }

    #[test]
    fn what_was_found_is_told_sheet_by_sheet() {
        let sheet = |item, counts| FoundSheet { item, sheet: Sheet::CapSheet, counts };
        let told = told(&[sheet(Some(3), true), sheet(Some(4), false), sheet(None, false)]);
        for part in ["3番", "4番（無効", "この発行にない"] {
            assert!(told.contains(part), "{told}");
        }
    }
}
