//! The nights as a picture: what each night found anew, above the line, and what had settled by itself, below it.

use jiff::civil::Date;
use serde::Serialize;

/// Width of the drawing.
const WIDTH: i64 = 960;
/// Height of the half above the line, and of that below it.
const HALF: i64 = 70;
/// Room for the days under the bars.
const FOOT: i64 = 24;

/// One night.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Bar {
    x: i64,
    width: i64,
    up: i64,
    down: i64,
    night: Date,
    found: i32,
    settled: i32,
    /// Whether its day stands below.
    labelled: bool,
}

/// The picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Trend {
    width: i64,
    height: i64,
    line: i64,
    bars: Vec<Bar>,
    description: String,
}

/// Of the nights, the newest first: day, found, settled. None of fewer than two nights.
pub(super) fn draw(nights: &[(Date, i32, i32)]) -> Option<Trend> {
    if nights.len() < 2 {
        return None;
    }
    let count = i64::try_from(nights.len()).ok()?;
    let most = nights.iter().map(|(_, found, settled)| i64::from(*found.max(settled))).max()?.max(1);
    let step = WIDTH / count;
    let high = |value: i32| i64::from(value) * HALF / most;
    let bars = (0..).zip(nights.iter().rev()).map(|(n, (night, found, settled))| Bar {
        x: n * step,
        width: (step - 4).clamp(2, 48),
        up: high(*found),
        down: high(*settled),
        night: *night,
        found: *found,
        settled: *settled,
        labelled: n % (count / 8 + 1) == 0,
    });
    let (found, settled) = nights.iter().fold((0, 0), |(found, settled), night| (found + night.1, settled + night.2));
    Some(Trend {
        width: WIDTH,
        height: 2 * HALF + FOOT,
        line: HALF,
        bars: bars.collect(),
        description: format!("{count}夜の棒グラフ。新しく見つけた{found}件、解消を確かめた{settled}件。数は下の表にあります。"),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_highest_bar_fills_its_half_and_the_oldest_night_comes_first() {
        let trend = draw(&[(date(2026, 11, 23), 8, 2), (date(2026, 11, 22), 4, 0)]).expect("two nights");
        let told: Vec<_> = trend.bars.iter().map(|bar| (bar.night.day(), bar.up, bar.down)).collect();
        assert_eq!(told, [(22, HALF / 2, 0), (23, HALF, HALF / 4)]);
        assert!(trend.description.contains("12件") && trend.description.contains("2件"));
        assert_eq!(draw(&[(date(2026, 11, 23), 8, 2)]), None);
    }

    #[test]
    fn nights_without_anything_have_no_height_and_many_fit() {
        let nights: Vec<_> = (1..=28).map(|day| (date(2026, 2, day), 0, 0)).collect();
        let trend = draw(&nights).expect("a month");
        assert!(trend.bars.iter().all(|bar| bar.up == 0 && bar.x + bar.width <= WIDTH));
        assert!(trend.bars.iter().filter(|bar| bar.labelled).count() <= 8);
    }
}
