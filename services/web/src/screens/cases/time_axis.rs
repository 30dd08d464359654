//! 受給の時間軸: periods drawn to scale, so that a gap or an overlap is seen and not read. Pure geometry; the template draws it as SVG.

use events::vocabulary::wareki;
use jiff::civil::{Date, date};
use serde::Serialize;

use super::moment::days_between;

/// Width of the picture in its own units.
const WIDTH: f64 = 900.0;
/// Height of a lane.
const LANE: f64 = 40.0;
/// Width that one character of a label takes, on the safe side.
const CHARACTER: f64 = 14.0;
/// Between a label and its neighbour on the scale.
const TICK_ROOM: f64 = 62.0;

/// A period to be drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// What it is: 「新規 5,000円」.
    pub label: String,
    /// Not decided yet.
    pub planned: bool,
}

/// A drawn period or gap.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bar {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Label within, where it fits.
    pub label: String,
    /// The whole, for a pointer and a reader.
    pub title: String,
    /// `award`, `planned` or `gap`.
    pub look: &'static str,
}

/// A mark on the scale.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Tick {
    /// Place.
    pub x: f64,
    /// 「R8.10」.
    pub label: String,
}

/// The picture.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TimeAxis {
    /// Width of the view box.
    pub width: f64,
    /// Height of the view box.
    pub height: f64,
    /// Where the scale lies.
    pub base: f64,
    /// Periods.
    pub bars: Vec<Bar>,
    /// 切れ目.
    pub gaps: Vec<Bar>,
    /// 重なり.
    pub overlaps: Vec<Bar>,
    /// Scale.
    pub ticks: Vec<Tick>,
    /// Place of today, where it lies within.
    pub today: Option<f64>,
    /// Whether the word stands left of the line, because there is no room at its right.
    pub today_left: bool,
    /// The picture in words.
    pub description: String,
}

struct Scale {
    from: Date,
    days: f64,
}

impl Scale {
    fn x(&self, day: Date) -> f64 {
        let place = f64::from(days_between(self.from, day)) / self.days * WIDTH;
        (place * 10.0).round() / 10.0
    }
}

/// Draws periods; none where there is nothing to draw.
pub fn draw(spans: &[Span], today: Date) -> Option<TimeAxis> {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|span| (span.start, span.end));
    let first = spans.iter().map(|span| span.start).min()?;
    let last = spans.iter().map(|span| span.end).max()?;
    let near = |distance: i32| distance <= 200;
    let from = if today < first && near(days_between(today, first)) { today } else { first };
    let until = if today > last && near(days_between(last, today)) { today } else { last };
    let scale = Scale { from, days: f64::from(days_between(from, until) + 1) };

    let lanes = lanes(&spans);
    let count = lanes.iter().max().map_or(1, |lane| lane + 1);
    let top = 22.0;
    let bars: Vec<Bar> = spans.iter().zip(&lanes).map(|(span, lane)| bar(span, *lane, top, &scale)).collect();
    let gaps = gaps(&spans, top, &scale);
    let overlaps = overlaps(&spans, top, &scale);
    let base = top + f64::from(count) * LANE + 28.0;
    let today_at = (from <= today && today <= until).then(|| scale.x(today));
    Some(TimeAxis {
        width: WIDTH,
        height: base + 24.0,
        base,
        ticks: ticks(from, until, &scale),
        today: today_at,
        today_left: today_at.is_some_and(|x| x > WIDTH - 60.0),
        description: describe(&spans, gaps.iter().chain(&overlaps)),
        bars,
        gaps,
        overlaps,
    })
}

/// The first free lane of each period, so that overlapping ones stand beneath each other.
fn lanes(spans: &[Span]) -> Vec<u32> {
    let mut ends: Vec<Date> = Vec::new();
    let mut lanes = Vec::new();
    for span in spans {
        let free = ends.iter().position(|end| *end < span.start);
        let lane = free.unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = span.end,
            None => ends.push(span.end),
        }
        lanes.push(u32::try_from(lane).unwrap_or(u32::MAX));
    }
    lanes
}

fn bar(span: &Span, lane: u32, top: f64, scale: &Scale) -> Bar {
    let x = scale.x(span.start);
    let width = (scale.x(span.end.tomorrow().unwrap_or(span.end)) - x - 2.0).max(3.0);
    let room = width - 20.0;
    let fits = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX)) * CHARACTER <= room;
    let short = span.label.split(' ').next().unwrap_or_default();
    let label = [span.label.as_str(), short].into_iter().find(|text| fits(text)).unwrap_or_default().to_owned();
    Bar {
        x,
        y: top + f64::from(lane) * LANE,
        width,
        label,
        title: format!("{} {}から{}まで", span.label, wareki::long(span.start), wareki::long(span.end)),
        look: if span.planned { "planned" } else { "award" },
    }
}

/// Days between two periods that no period covers.
fn gaps(spans: &[Span], top: f64, scale: &Scale) -> Vec<Bar> {
    let mut gaps = Vec::new();
    let mut covered: Option<Date> = None;
    for span in spans {
        if let Some(end) = covered
            && let (Ok(from), days @ 2..) = (end.tomorrow(), days_between(end, span.start))
        {
            let x = scale.x(from);
            gaps.push(Bar {
                x,
                y: top - 4.0,
                width: (scale.x(span.start) - x).max(3.0),
                label: format!("切れ目 {}日", days - 1),
                title: format!(
                    "{}から{}まで{}日の切れ目",
                    wareki::long(from),
                    wareki::long(span.start.yesterday().unwrap_or(from)),
                    days - 1
                ),
                look: "gap",
            });
        }
        covered = Some(covered.map_or(span.end, |end| end.max(span.end)));
    }
    gaps
}

/// Days that two periods cover, each pair for itself.
fn overlaps(spans: &[Span], top: f64, scale: &Scale) -> Vec<Bar> {
    let mut found = Vec::new();
    for (n, one) in spans.iter().enumerate() {
        for other in spans.iter().skip(n + 1) {
            let (from, until) = (one.start.max(other.start), one.end.min(other.end));
            if from > until {
                continue;
            }
            let days = days_between(from, until) + 1;
            let x = scale.x(from);
            found.push(Bar {
                x,
                y: top - 4.0,
                width: (scale.x(until.tomorrow().unwrap_or(until)) - x).max(3.0),
                label: format!("重なり {days}日"),
                title: format!(
                    "{}から{}まで{days}日の重なり（{} と {}）",
                    wareki::long(from),
                    wareki::long(until),
                    one.label,
                    other.label
                ),
                look: "overlap",
            });
        }
    }
    found
}

/// Marks at the start of months, as many as have room.
fn ticks(from: Date, until: Date, scale: &Scale) -> Vec<Tick> {
    let months = |step: i8| {
        let mut days = Vec::new();
        let (mut year, mut month) = (from.year(), 1_i8);
        while let Ok(day) = Date::new(year, month, 1) {
            if day > until {
                break;
            }
            if day >= from {
                days.push(day);
            }
            month += step;
            if month > 12 {
                (year, month) = (year + 1, month - 12);
            }
        }
        days
    };
    let room =
        |days: &[Date]| days.windows(2).all(|pair| matches!(pair, [one, other] if scale.x(*other) - scale.x(*one) >= TICK_ROOM));
    let october: Vec<Date> =
        (from.year()..=until.year()).map(|year| date(year, 10, 1)).filter(|day| from <= *day && *day <= until).collect();
    let days = [1, 3, 6].into_iter().map(months).find(|days| room(days) && days.len() > 1).unwrap_or(october);
    let every = days.len() / 12 + 1;
    days.into_iter()
        .step_by(every)
        .filter(|day| scale.x(*day) < WIDTH - 40.0)
        .map(|day| Tick { x: scale.x(day), label: month(day) })
        .collect()
}

/// 「R8.10」.
fn month(day: Date) -> String {
    let short = wareki::short(day);
    short.strip_suffix(".1").unwrap_or(&short).to_owned()
}

fn describe<'a>(spans: &[Span], marks: impl Iterator<Item = &'a Bar>) -> String {
    let told: Vec<String> = spans
        .iter()
        .map(|span| format!("{} {}から{}まで", span.label, wareki::long(span.start), wareki::long(span.end)))
        .chain(marks.map(|mark| mark.title.clone()))
        .collect();
    format!("{}。", told.join("。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: Date, end: Date, planned: bool) -> Span {
        Span { start, end, label: "新規 5,000円".to_owned(), planned }
    }

    fn story() -> Vec<Span> {
        vec![
            span(date(2023, 10, 1), date(2024, 9, 30), false),
            span(date(2024, 10, 16), date(2025, 9, 30), false),
            span(date(2025, 10, 1), date(2026, 9, 30), true),
        ]
    }

    #[test]
    fn days_are_drawn_to_scale_and_gaps_are_seen() {
        let axis = draw(&story(), date(2025, 1, 1)).expect("something to draw");
        let [first, second, third] = axis.bars.as_slice() else { panic!("three bars") };
        assert!((first.width / third.width - 366.0 / 365.0).abs() < 0.01);
        assert!(second.x > first.x + first.width);
        assert_eq!((third.look, axis.gaps.len()), ("planned", 1));
        assert_eq!(axis.gaps[0].label, "切れ目 15日");
        assert!(axis.description.contains("切れ目") && axis.description.contains("令和5年10月1日"));
        assert!(axis.ticks.iter().all(|tick| tick.label.contains('.')), "a month is told with its year");
        assert!(axis.ticks.len() >= 2 && axis.ticks.windows(2).all(|pair| pair[1].x - pair[0].x >= TICK_ROOM));
    }

    #[test]
    fn today_is_marked_only_where_it_lies() {
        assert!(draw(&story(), date(2025, 1, 1)).expect("axis").today.is_some());
        assert!(draw(&story(), date(2035, 1, 1)).expect("axis").today.is_none());
        let soon = draw(&story()[2..], date(2026, 10, 20)).expect("axis");
        assert!(soon.today.is_some_and(|x| x > soon.bars[0].width) && soon.today_left);
        assert_eq!(draw(&[], date(2026, 1, 1)), None);
    }

    #[test]
    fn overlapping_periods_stand_beneath_each_other() {
        let spans = [span(date(2025, 10, 1), date(2026, 9, 30), false), span(date(2026, 2, 1), date(2026, 9, 30), false)];
        let axis = draw(&spans, date(2026, 3, 1)).expect("axis");
        assert!(axis.bars[1].y > axis.bars[0].y);
        assert!(axis.gaps.is_empty());
        let [overlap] = axis.overlaps.as_slice() else { panic!("one overlap: {:?}", axis.overlaps) };
        assert_eq!(overlap.label, "重なり 242日");
        assert!(overlap.title.contains("令和8年2月1日から令和8年9月30日まで") && axis.description.contains("重なり"));
        assert!((overlap.x - axis.bars[1].x).abs() < 0.1);
    }

    #[test]
    fn a_label_without_room_is_left_out() {
        let spans = [span(date(2020, 10, 1), date(2020, 11, 30), false), span(date(2020, 12, 1), date(2029, 9, 30), false)];
        let axis = draw(&spans, date(2026, 3, 1)).expect("axis");
        assert_eq!((axis.bars[0].label.as_str(), axis.bars[1].label.as_str()), ("", "新規 5,000円"));
    }
}
