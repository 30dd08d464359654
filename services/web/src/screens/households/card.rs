//! 世帯 on the page of a recipient: who shares the cap, each with what it is now, and how many caps would change.

use events::ids::{RecipientId, SubjectId};
use serde::Serialize;

use super::page::{HouseholdPage, members};
use crate::cx::Cx;
use crate::problem::Problem;

/// The household at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct HouseholdCard {
    path: String,
    people: Vec<Person>,
    /// How many caps would change by sharing.
    changes: usize,
}

/// One entitlement of a member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Person {
    name: String,
    scheme: &'static str,
    cap: String,
    here: bool,
}

impl HouseholdCard {
    /// Of a recipient; empty where nobody is insured together. Who is shown stands in the access log.
    pub(crate) async fn of(cx: &Cx, id: RecipientId) -> Result<Self, Problem> {
        let path = super::page::path(id);
        let Some(household) = cx.acts().household_of(SubjectId(id.0)).await? else {
            return Ok(Self { path, people: Vec::new(), changes: 0 });
        };
        let file = cx.acts().household(household).await?;
        let lines = members(cx, id, &file).await?.lines;
        let changes = HouseholdPage::changing(&lines);
        let people = lines
            .into_iter()
            .map(|line| Person { name: line.name, scheme: line.scheme, cap: line.now, here: line.here })
            .collect();
        Ok(Self { path, people, changes })
    }

    /// For the tests of templates.
    pub(crate) fn samples() -> [Self; 2] {
        let path = "/recipients/1/household".to_owned();
        let person = |name: &str, scheme, here| Person { name: name.to_owned(), scheme, cap: "7,500円".to_owned(), here };
        [
            Self { path: path.clone(), people: Vec::new(), changes: 0 },
            Self {
                path,
                people: vec![person("見本 花子", "小児慢性", true), person("見本 太郎", "指定難病", false)],
                changes: 1,
            },
        ]
    }
}
