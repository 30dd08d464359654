//! The screens: server-rendered pages over `acts` (to act) and `projections` (to read).
//!
//! What holds for every page stands in one place and cannot be forgotten by a screen: the permission of a route ([`route`]), the checked
//! form ([`forms::Posted`]), security headers, the access event before anybody's data is shown ([`cx::Cx::viewed`]), strict templates.
//! Every page works without JavaScript. No name, reading or search word ever stands in an address.
//!
//! # Adding a screen
//! 1. `src/screens/<area>/<screen>.rs`: the handler `async fn show(cx: Cx, …) -> Result<Response, Problem>` and its [`page::Page`].
//! 2. `templates/<area>/<screen>.html`, which extends `layout.html` and uses the macros of `templates/components`.
//! 3. Its row in `AREA` of `src/screens/<area>/mod.rs`: path, name, permission, `personal()` if it shows anybody; its page as a sample.
//!
//! The tests then try the route as nobody and as every role, without and with a foreign token, look at its headers, and render each
//! sample of its page.

mod as_of;
pub mod assets;
pub mod clock;
mod column_patterns;
pub mod config;
mod csv_file;
mod csv_import;
pub mod cx;
mod file_answer;
pub mod forms;
mod frame;
pub mod id;
mod menu;
mod middleware;
mod month;
pub mod page;
pub mod problem;
mod qr;
pub mod route;
mod router;
mod screens;
mod shield;
mod spreadsheet;
pub mod state;
mod taking_out;
pub mod telling;
mod templates;

#[cfg(test)]
mod tests;

pub use clock::{Clock, SystemClock};
pub use config::{Config, DemoAccount};
pub use router::{router, routes};
pub use state::{AppState, Parts};
