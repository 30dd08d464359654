//! 条件で抽出: awards that meet any conditions, page by page and as a file; conditions are kept under names of one's own.

pub(super) mod conditions;
pub(super) mod export;
pub(super) mod saved;
pub(super) mod show;
