//! `daicho export`, `daicho import`: a whole installation in generic formats, and back into an empty one (データの返還).

pub mod export;
pub mod import;
mod manifest;
mod readable;
