//! The contents of the manual: the reader's own work first, then everything else; what the role may do; the accounts of a demonstration.

use axum::response::Response;
use events::StaffRole;
use identity::{Permission, allows};
use serde::Serialize;

use super::CHAPTERS;
use super::chapter::Link;
use crate::config::DemoAccount;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

#[derive(Serialize)]
pub(crate) struct ContentsPage {
    /// Chapters about what the reader may do.
    own: Vec<Link>,
    /// About the work of others.
    others: Vec<Link>,
    permissions: Vec<&'static str>,
    idle_minutes: i64,
    demo: Vec<DemoAccount>,
}

impl ContentsPage {
    fn of(role: StaffRole, idle_minutes: i64, demo: Vec<DemoAccount>) -> Self {
        let (own, others): (Vec<_>, Vec<_>) = CHAPTERS.iter().partition(|chapter| allows(role, chapter.work));
        let permissions =
            Permission::ALL.iter().filter(|permission| allows(role, **permission)).map(|permission| permission.label()).collect();
        Self {
            own: own.into_iter().map(Link::to).collect(),
            others: others.into_iter().map(Link::to).collect(),
            permissions,
            idle_minutes,
            demo,
        }
    }
}

impl Page for ContentsPage {
    const TEMPLATE: &'static str = "manual/contents.html";

    fn sample() -> Vec<Self> {
        let demo = vec![DemoAccount { login: "checker1".into(), who: "点検 こども家庭課".into(), password: None }];
        vec![Self::of(StaffRole::Checker, 15, demo), Self::of(StaffRole::Operator, 15, Vec::new())]
    }
}

/// `GET /help`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let role = cx.staff()?.role;
    let config = cx.state.config();
    let demo = if config.simulated { config.demo_accounts.clone() } else { Vec::new() };
    cx.page(&ContentsPage::of(role, cx.sessions().policy().idle.as_mins(), demo))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_work_comes_first_and_nothing_is_hidden() {
        let titles = |links: &[Link]| links.iter().map(|link| link.title).collect::<Vec<_>>();
        let page = ContentsPage::of(StaffRole::Counter, 15, Vec::new());
        assert!(titles(&page.own).contains(&"窓口で受け付ける") && titles(&page.others).contains(&"審査会にかける"));
        assert_eq!(page.own.len() + page.others.len(), CHAPTERS.len());
    }
}
