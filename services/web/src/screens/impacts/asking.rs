//! Reading what is asked: a period, and in what the two ways differ. Three numbers at once may be changed; more is a folder of rows on the
//! command line.

use acts::ImpactQuestion;
use casework::rules::Masters;
use casework::rules::impact::{Change, numbers, rows_with};
use casework::rules::rule_set::RuleSet;
use events::impact::Way;
use events::vocabulary::{ValidityPeriod, Yen};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::words;
use crate::as_of;
use crate::cx::Cx;
use crate::forms::Posted;
use crate::problem::Problem;
use crate::screens::applications::view::{FieldView, Offered};
use crate::screens::notices::{Dressed as _, Reader, may, must, offered};

/// Numbers that can be changed at once.
const CHANGES: [(&str, &str); 3] = [("number1", "value1"), ("number2", "value2"), ("number3", "value3")];

/// The fields of the question.
pub(super) fn fields(masters: &Masters, today: Date) -> Vec<FieldView> {
    let kinds = [
        ("numbers", "マスタの数を変えたら（案）"),
        ("rule", "規則の2つの版"),
        ("moment", "ある時点のマスタといまのマスタ（後から採用した行の影響）"),
    ];
    let mut fields = vec![
        must("from", "期間の初日", "date")
            .under("いつの支給認定を調べるか")
            .hint("この期間に有効な日がある支給認定を、すべて決め直します。例 R8.7.1"),
        must("to", "期間の末日", "date"),
        must("kind", "比べるもの", "radio").under("何を比べるか").of(kinds.map(|(value, label)| offered(value, label)).into()),
    ];
    let all: Vec<Offered> = numbers(masters, today)
        .iter()
        .map(|number| {
            let value = format!("{}/{}/{}", number.table, number.key, number.field);
            Offered { value, label: words::offered(masters, number) }
        })
        .collect();
    for ((number, value), heading) in CHANGES.into_iter().zip(["マスタの数を変えたら", "", ""]) {
        fields.push(may(number, "変わる数", "select").under(heading).of(all.clone()));
        fields.push(may(value, "新しい数", "text").hint("円や年齢を数字で入力します。例 6,000"));
    }
    fields.push(may("valid_from", "案の適用の初日", "date"));
    fields.push(may("versions", "規則と版", "select").under("規則の2つの版").of(versions(masters)));
    let known = may("known", "いつまでに採用した行か", "text").under("ある時点のマスタ");
    fields.push(known.hint("この時点までに採用した行を、いまの行と比べます。例 R8.7.1 17:30、#412"));
    fields.push(must("why", "調べる理由", "long_text").under("理由"));
    fields
}

/// Rules with more than one version: each earlier one against all.
fn versions(masters: &Masters) -> Vec<Offered> {
    let known = RuleSet::current(masters).known;
    let earlier = known.iter().flat_map(|(rule, all)| (1..*all).map(move |earlier| (rule, earlier, *all)));
    earlier
        .map(|(rule, earlier, all)| {
            let label = format!("{}：{earlier}番目の版まで → {all}番目の版まで", words::rule(rule));
            offered(&format!("{rule}/{earlier}"), &label)
        })
        .collect()
}

fn changes(reader: &mut Reader<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (number, value) in CHANGES {
        let place = reader.may(number, |text| {
            let mut parts = text.splitn(3, '/').map(ToOwned::to_owned);
            match (parts.next(), parts.next(), parts.next()) {
                (Some(table), Some(key), Some(field)) => Ok((table, key, field)),
                _ => Err("変わる数を選び直してください。"),
            }
        });
        let Some((table, key, field)) = place else {
            if reader.may(value, |_| Ok::<_, String>(())).is_some() {
                reader.errors.add(number, "どの数が変わるかを選んでください。");
            }
            continue;
        };
        let value = reader.must(value, "新しい数", |text| if field.ends_with("_yen") { yen(text) } else { whole(text) });
        changes.extend(value.map(|value| Change { table, key, field, value }));
    }
    changes
}

fn yen(text: &str) -> Result<i64, String> {
    Yen::parse_input(text).map(Yen::amount).map_err(|error| error.to_string())
}

fn whole(text: &str) -> Result<i64, String> {
    let digits: String = text.nfkc().collect();
    digits
        .parse::<i64>()
        .ok()
        .filter(|number| (0..=9_999).contains(number))
        .ok_or_else(|| "0から9999までの数字で入力してください。".to_owned())
}

/// The two ways, with what is wrong told beside the fields.
async fn ways(cx: &Cx, posted: &Posted, reader: &mut Reader<'_>) -> Result<Option<(Way, Way)>, Problem> {
    let masters = cx.masters().await?;
    let now = Way { masters_position: masters.position(), ..Way::default() };
    let (mut old, mut new) = (now.clone(), now);
    match posted.text("kind") {
        "numbers" => {
            let from = reader.day("valid_from", "案の適用の初日");
            let changes = changes(reader);
            if changes.is_empty() && reader.errors.is_empty() {
                reader.errors.add("number1", "変わる数を選んでください。");
            }
            let Some(from) = from else { return Ok(None) };
            match reader.errors.take("number1", rows_with(&masters, &changes, from)) {
                Some(rows) => new.drafts = rows,
                None => return Ok(None),
            }
        }
        "rule" => {
            let read = |text: &str| {
                let wrong = "規則と版を選び直してください。";
                let (rule, earlier) = text.rsplit_once('/').ok_or(wrong)?;
                Ok::<_, &str>((rule.to_owned(), earlier.parse::<u32>().map_err(|_| wrong)?))
            };
            let Some((rule, earlier)) = reader.must("versions", "規則と版", read) else { return Ok(None) };
            old.rules.insert(rule, earlier);
        }
        "moment" => {
            if posted.text("known").trim().is_empty() {
                reader.errors.add("known", "いつまでに採用した行かを入力してください。");
            }
            let position = as_of::position(cx, posted.text("known"), "known", &mut reader.errors).await?;
            let Some(position) = position else { return Ok(None) };
            old.masters_position = position.min(masters.position());
        }
        _ => {
            reader.errors.add("kind", "比べるものを選んでください。");
            return Ok(None);
        }
    }
    Ok(Some((old, new)))
}

/// What is asked, or what is wrong with it.
pub(super) async fn question<'a>(cx: &Cx, posted: &'a Posted) -> Result<Result<ImpactQuestion, Reader<'a>>, Problem> {
    let mut reader = Reader::of(posted);
    let (from, to) = (reader.day("from", "期間の初日"), reader.day("to", "期間の末日"));
    let period = match (from, to) {
        (Some(from), Some(to)) => reader.errors.take("to", ValidityPeriod::new(from, to)),
        _ => None,
    };
    let ways = ways(cx, posted, &mut reader).await?;
    let why = reader.why("why");
    Ok(match (period, ways, why, reader.errors.is_empty()) {
        (Some(period), Some((old, new)), Some(why), true) => Ok(ImpactQuestion { period, old, new, why }),
        _ => Err(reader),
    })
}
