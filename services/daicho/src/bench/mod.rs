//! `daicho bench`: measures daicho against something plain, in the same run on the same machine, so that the ratio says something
//! where absolute figures do not.

pub mod append;
pub mod as_of;
pub mod bare_page;
pub mod bulk;
pub mod figures;
pub mod filled;
pub mod growth;
pub mod history;
pub mod impact;
pub mod load;
pub mod loading;
pub mod machine;
pub mod naive_fold;
pub mod nightly;
pub mod pages;
pub mod plain_insert;
pub mod prefecture;
pub mod print;
pub mod rebuild;
pub mod sample;
pub mod scratch;
pub mod search;
pub mod served;
pub mod session;
pub mod standing;
pub mod turning;
pub mod whole;
