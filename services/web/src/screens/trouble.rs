//! The page of everything that did not work.

use serde::Serialize;

use crate::page::{Page, Sample};
use crate::problem::{Problem, Trouble};
use crate::screens::Area;

pub(crate) const AREA: Area = Area { routes: &[], samples: &[Sample::of::<TroublePage>()], told: &[] };

/// What happened, what was kept, what to do next.
#[derive(Serialize)]
pub(crate) struct TroublePage {
    pub(crate) trouble: Trouble,
    pub(crate) request_id: String,
}

impl Page for TroublePage {
    const TEMPLATE: &'static str = "errors/problem.html";

    fn sample() -> Vec<Self> {
        let problems = [
            Problem::NotFound,
            Problem::Forbidden("「申請を見る」は 窓口 の担当者の操作です。".into()),
            Problem::SignedOut,
            Problem::Conflict("ほかの人が更新しました。".into()),
            Problem::Internal,
        ];
        problems
            .map(|problem| Self { trouble: problem.trouble(), request_id: "01990000-0000-7000-8000-000000000001".into() })
            .into()
    }
}
