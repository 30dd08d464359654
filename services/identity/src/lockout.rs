//! How long an account waits after wrong passwords. A delay stops guessing machines; the lock, which only an administrator lifts, stops
//! patient ones. Both count per account, so that many terminals gain nothing.

use jiff::SignedDuration;

/// Failures in a row after which the account is locked.
pub const FAILURES_THAT_LOCK: i32 = 10;

/// Failures in a row from which each further try has to wait.
const FAILURES_THAT_DELAY: i32 = 5;

/// Longest wait, in seconds.
const LONGEST: i64 = 60;

/// How long the account waits after this many failures in a row: nothing up to the fourth, then 1, 2, 4 … 60 seconds.
pub fn delay_after(failures: i32) -> SignedDuration {
    if failures < FAILURES_THAT_DELAY {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from(failures - FAILURES_THAT_DELAY).unwrap_or(0).min(6);
    SignedDuration::from_secs((1_i64 << doublings).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_from_the_fifth_failure_and_end_at_a_minute() {
        let seconds: Vec<i64> = (1..=12).map(|failures| delay_after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
    }
}
