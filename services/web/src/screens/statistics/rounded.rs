//! Shares and means with one decimal, rounded half up here and nowhere else: what is cut makes parts of a whole that miss it by much.

/// A part of a whole in percent.
pub(super) fn percent(part: usize, whole: usize) -> String {
    let (part, whole) = (part as u128, whole.max(1) as u128);
    tenths((part * 2_000 + whole) / (whole * 2))
}

/// What each has on average. Nothing that is counted here is below zero.
pub(super) fn mean(sum: i64, count: usize) -> String {
    let (sum, count) = (u128::try_from(sum).unwrap_or(0), count.max(1) as u128);
    tenths((sum * 20 + count) / (count * 2))
}

fn tenths(tenths: u128) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_last_place_is_rounded_up() {
        for (part, whole, expected) in
            [(0, 0, "0.0"), (0, 7, "0.0"), (7, 7, "100.0"), (1, 3, "33.3"), (2, 3, "66.7"), (1, 2_000, "0.1"), (1, 2_001, "0.0")]
        {
            assert_eq!(percent(part, whole), expected, "{part} of {whole}");
        }
        for (sum, count, expected) in [(0, 0, "0.0"), (10, 4, "2.5"), (5, 3, "1.7"), (41, 20, "2.1"), (-3, 2, "0.0")] {
            assert_eq!(mean(sum, count), expected, "{sum} over {count}");
        }
    }

    #[test]
    fn parts_that_were_cut_come_to_the_whole() {
        let parts = [211, 189, 176, 158, 122, 83];
        let whole: usize = parts.iter().sum();
        let tenths = |text: String| text.replace('.', "").parse::<i64>().unwrap();
        let all: i64 = parts.iter().map(|part| tenths(percent(*part, whole))).sum();
        assert!((999..=1_001).contains(&all), "{all}");
    }
}
