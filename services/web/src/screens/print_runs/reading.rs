//! Reading what was typed about a run.

use events::print_run::PrintQuery;
use events::vocabulary::{OfficeCode, PrintKind, PrintOrder};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use crate::cx::Cx;
use crate::forms::Posted;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::names::Names;
use crate::screens::notices::{Dressed as _, Reader, may, must, offered};

/// The fields of the question.
pub(super) fn fields(names: &Names, today: Date) -> Vec<FieldView> {
    let kinds = PrintKind::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
    let orders = PrintOrder::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
    let offices = names.masters().offices.on(today).map(|row| offered(&row.key, &row.value.short_name)).collect();
    vec![
        must("kind", "対象", "radio").of(kinds),
        must("decided_from", "決定日の初日", "date"),
        must("decided_until", "決定日の末日", "date").hint("再交付や書換えは、前の受給者証を無効にした日で数えます。例 R8.9.30"),
        may("office", "管轄事務所", "select").hint("選ばなければ、すべての事務所です。").of(offices),
        must("order", "並び順", "radio").of(orders),
    ]
}

/// What was asked for, or what is wrong with it.
pub(super) fn query(posted: &Posted) -> Result<PrintQuery, Reader<'_>> {
    let mut reader = Reader::of(posted);
    let kind = reader.must("kind", "対象", str::parse::<PrintKind>);
    let (from, until) = (reader.day("decided_from", "決定日の初日"), reader.day("decided_until", "決定日の末日"));
    let office = reader.may("office", str::parse::<OfficeCode>);
    let order = reader.must("order", "並び順", str::parse::<PrintOrder>);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        reader.errors.add("decided_until", "終わりの日が始まりの日より前です。");
    }
    match (kind, from, until, order) {
        (Some(kind), Some(decided_from), Some(decided_until), Some(order)) if reader.errors.is_empty() => {
            Ok(PrintQuery { kind, office, decided_from, decided_until, order })
        }
        _ => Err(reader),
    }
}

/// A number in any width, from 1.
pub(super) fn ordinal(text: &str) -> Result<u32, &'static str> {
    let digits: String = text.nfkc().collect();
    digits.parse().ok().filter(|number| *number > 0).ok_or("番号は1からの数字で入力してください。")
}

/// The award that a row is about.
pub(super) fn award(cx: &Cx) -> Option<events::ids::AwardId> {
    cx.parameter("award").and_then(|id| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_question_is_whole_or_told_beside_its_fields() {
        let wrong = |pairs: &[(&str, &str)]| {
            let posted = posted(pairs);
            let reader = query(&posted).expect_err("something is wrong");
            reader.errors.pairs().iter().map(|(field, _)| field.clone()).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&[]), ["kind", "decided_from", "decided_until", "order"]);
        let days = [("decided_from", "R8.9.30"), ("decided_until", "R8.9.1")];
        let whole = [("kind", "all"), ("order", "postal"), ("office", "01")];
        assert_eq!(wrong(&[whole, [days[0], days[1], ("", "")]].concat()), ["decided_until"]);
        let right = posted(&[whole, [days[0], ("decided_until", "R8.10.1"), ("", "")]].concat());
        let query = query(&right).ok().expect("nothing is wrong");
        assert_eq!((query.kind, query.order), (PrintKind::All, PrintOrder::Postal));
    }

    #[test]
    fn numbers_are_read_in_any_width() {
        assert_eq!([ordinal("１２"), ordinal("12")], [Ok(12), Ok(12)]);
        assert!([ordinal("0"), ordinal("-1"), ordinal("a"), ordinal("4294967296")].iter().all(Result::is_err));
    }
}
