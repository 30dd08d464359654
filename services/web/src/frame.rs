//! What stands around every page: who is signed in, where they can go, the notice of the last act, and what forms carry.

use events::vocabulary::wareki;
use jiff::civil::Date;
use serde::Serialize;

use crate::assets;
use crate::cx::Cx;
use crate::menu::{MenuGroup, may, menu};
use crate::middleware::Visit;
use crate::router::routes;
use crate::screens;
use crate::shield::Band;
use crate::state::AppState;

#[derive(Serialize)]
pub(crate) struct Chrome {
    nonce: String,
    styles: Vec<String>,
    script: String,
    htmx: String,
    icon: String,
    signed_in: bool,
    name: String,
    role: &'static str,
    office: String,
    nav: Vec<MenuGroup>,
    search: Option<&'static str>,
    token: String,
    today: Date,
    today_words: String,
    simulated: bool,
    request_id: String,
    notice: Option<Notice>,
    protection: Option<Band>,
}

#[derive(Serialize)]
struct Notice {
    tone: &'static str,
    text: String,
}

/// Pages about one family.
const ABOUT_ONE: [&str; 5] = ["/cases/{id}", "/recipients/{id}", "/notices/{id}", "/awards/{id}", "/tasks/{id}"];

/// The frame of a request that reached a route.
pub(crate) fn around(cx: &Cx) -> Chrome {
    let mut chrome = bare(&cx.state, cx.visit());
    chrome.today = cx.today;
    chrome.token = cx.token().map(identity::SessionToken::form_token).unwrap_or_default();
    chrome.notice = notice(cx);
    let path = cx.route().path;
    if ABOUT_ONE.iter().any(|start| path.starts_with(start)) {
        chrome.protection = cx.shielded().band(cx.today, path.starts_with("/recipients"));
    }
    if let Some(staff) = cx.staff_if_any() {
        chrome.signed_in = true;
        chrome.name.clone_from(&staff.name);
        chrome.role = staff.role.label();
        chrome.office.clone_from(&staff.office_name);
        chrome.nav = menu(staff.role, cx.route());
        chrome.search = routes().find(|route| route.name == "ledger_search" && may(staff.role, route)).map(|route| route.path);
    }
    chrome
}

/// The frame of a request that reached none.
pub(crate) fn bare(state: &AppState, visit: &Visit) -> Chrome {
    let today = state.parts().clock.today();
    Chrome {
        nonce: visit.nonce.clone(),
        styles: vec![assets::url("vendor/tokens-1.1.9.css"), assets::url("own/daicho.css")],
        script: assets::url("own/app.js"),
        htmx: assets::url("vendor/htmx-4.0.1.min.js"),
        icon: assets::url("own/icon.svg"),
        signed_in: false,
        name: String::new(),
        role: "",
        office: String::new(),
        nav: Vec::new(),
        search: None,
        token: String::new(),
        today,
        today_words: format!("{}（{}）", wareki::long(today), wareki::weekday(today)),
        simulated: state.config().simulated,
        request_id: visit.request_id.to_string(),
        notice: None,
        protection: None,
    }
}

fn notice(cx: &Cx) -> Option<Notice> {
    let told = cx.told_by_address()?;
    let text = screens::AREAS.iter().flat_map(|area| area.told).find(|(code, _)| *code == told.code).map(|(_, text)| *text)?;
    Some(if told.settled {
        Notice { tone: "ok", text: text.to_owned() }
    } else {
        Notice {
            tone: "warn", text: format!("{text}一覧と履歴には反映中です。少し待ってから画面を読み込み直してください。")
        }
    })
}

/// The frame of somebody signed in, for samples of pages.
#[cfg(test)]
pub(crate) fn signed_in(state: &AppState, visit: &Visit, role: events::StaffRole) -> Chrome {
    let mut chrome = bare(state, visit);
    let home = routes().find(|route| route.name == "home");
    chrome.signed_in = true;
    chrome.name = "例題 職員".to_owned();
    chrome.role = role.label();
    chrome.office = "見本保健福祉事務所".to_owned();
    chrome.nav = home.map(|home| menu(role, home)).unwrap_or_default();
    chrome.search = Some("/search");
    chrome.token = "token".to_owned();
    chrome.simulated = true;
    chrome.notice = Some(Notice { tone: "ok", text: "進達しました。".to_owned() });
    chrome
}
