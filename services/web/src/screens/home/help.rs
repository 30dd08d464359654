//! How it is used, in a page.

use axum::response::Response;
use identity::{Permission, allows};
use serde::Serialize;

use crate::config::DemoAccount;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

#[derive(Serialize)]
pub(crate) struct HelpPage {
    permissions: Vec<&'static str>,
    idle_minutes: i64,
    demo: Vec<DemoAccount>,
}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "home/help.html";

    fn sample() -> Vec<Self> {
        let demo = vec![DemoAccount { login: "checker1".into(), who: "点検 こども家庭課".into(), password: None }];
        vec![
            Self { permissions: vec![Permission::ViewCases.label()], idle_minutes: 15, demo },
            Self { permissions: vec![Permission::UseProgram.label()], idle_minutes: 15, demo: vec![] },
        ]
    }
}

pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let role = cx.staff()?.role;
    let permissions =
        Permission::ALL.iter().filter(|permission| allows(role, **permission)).map(|permission| permission.label()).collect();
    let config = cx.state.config();
    let demo = if config.simulated { config.demo_accounts.clone() } else { Vec::new() };
    cx.page(&HelpPage { permissions, idle_minutes: cx.sessions().policy().idle.as_mins(), demo })
}
