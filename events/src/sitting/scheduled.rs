//! 審査会の開催を決めた.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::ShortText;

/// A sitting of the review board was scheduled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Scheduled {
    /// 開催日.
    pub held_on: Date,
    /// 締切日: cases put before the board by this day are on the agenda.
    pub cut_off_on: Date,
    /// 会場.
    pub venue: ShortText,
    /// How many members sit.
    pub seats: u8,
    /// 委員, by seat from 1.
    pub members: Personal<Vec<ShortText>>,
}

crate::personal::personal!(Scheduled: members);
