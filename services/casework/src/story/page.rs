//! A played story as a page to read.

use std::fmt::Write as _;

use events::vocabulary::{Tier, wareki};

use super::told::{Acted, AwardLine, Day};

/// The days as text, one after the other.
pub fn page(days: &[Day]) -> String {
    let mut page = String::new();
    for day in days {
        let _ = writeln!(page, "■ {}（{}）", wareki::long(day.day), day.day);
        for acted in &day.acts {
            act(&mut page, acted);
        }
        if !day.awards.is_empty() {
            page.push_str("  支給認定\n");
        }
        for line in &day.awards {
            award(&mut page, line);
        }
        for gap in &day.gaps {
            let _ = writeln!(page, "    切れ目: {} {} から {} まで支給認定がありません", gap.child, gap.from, gap.to);
        }
        page.push('\n');
    }
    page
}

fn act(page: &mut String, acted: &Acted) {
    let _ = writeln!(page, "  {}行目 {}「{}」", acted.line, acted.act, acted.about);
    for note in &acted.notes {
        let _ = writeln!(page, "      {note}");
    }
    for reason in &acted.reasons {
        let unsure = if reason.unconfirmed { "［要確認］" } else { "" };
        let _ = writeln!(page, "      算定 {}: {}{unsure} … {}（{}）", reason.title, reason.result, reason.text, reason.cite);
    }
    if let Some(refused) = &acted.refused {
        let _ = writeln!(page, "      できません: {refused}");
    }
    if !acted.told.is_empty() {
        let _ = writeln!(page, "      記録: {}", counted(&acted.told));
    }
    if !acted.letters.is_empty() {
        let _ = writeln!(page, "      通知: {}", acted.letters.join("、"));
    }
}

/// Types of events, those that follow one another once with their number.
fn counted(told: &[&'static str]) -> String {
    let mut runs: Vec<(&str, usize)> = Vec::new();
    for one in told {
        match runs.last_mut() {
            Some((same, times)) if same == one => *times += 1,
            _ => runs.push((one, 1)),
        }
    }
    let shown = runs.into_iter().map(|(one, times)| if times == 1 { one.to_owned() } else { format!("{one}×{times}") });
    shown.collect::<Vec<_>>().join(" ")
}

fn award(page: &mut String, line: &AwardLine) {
    let mark = if line.counts_today { "有効" } else { "　　" };
    let tier = Tier::in_words(line.tier);
    let diseases: Vec<String> = line.diseases.iter().map(ToString::to_string).collect();
    let _ = writeln!(
        page,
        "    {mark} {}「{}」 {} から {} まで 階層{tier} {} 月額 {}円 疾病 {} 番号 {}-{}",
        line.child,
        line.case,
        line.from,
        line.to,
        line.severity.label(),
        line.monthly_cap_yen,
        diseases.join("・"),
        line.payer_number,
        line.recipient_number,
    );
}
