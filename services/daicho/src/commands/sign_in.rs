//! Signing in on the command line, for what only a named person may decide: the password is read from the first line of standard input.

use std::io::BufRead as _;
use std::sync::Arc;

use acts::{Acts, Request};
use events::Actor;
use events::ids::{CommandId, CorrelationId};
use identity::{Cost, Credentials, PasswordHashing, SignIn};
use store::{Role, SystemEntropy};
use web::Clock as _;

use super::visit::pool;
use crate::exit::{Exit, stop};
use crate::installation::Urls;

/// Who signs in under this name, with a password from standard input.
pub async fn sign_in(urls: &Urls, acts: &Acts, login: &str) -> anyhow::Result<Actor> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let writer = pool(urls, Role::Writer, 1).await?;
    let hashing = PasswordHashing::new(Cost::PRODUCTION, Arc::new(SystemEntropy))?;
    let credentials = Credentials::new(writer.clone(), hashing);
    let tried = credentials.try_sign_in(login, line.trim_end_matches(['\r', '\n']), web::SystemClock.now()).await?;
    writer.close().await;
    let refused =
        || stop(Exit::InputRefused, "サインイン名かパスワードが違うか、アカウントが止まっています。何も変えていません。");
    let SignIn::Accepted(staff) = tried else { return Err(refused()) };
    acts.account(staff).await.ok().and_then(|account| account.actor().ok()).ok_or_else(refused)
}

/// A new act of this person, today.
pub fn request(actor: Actor) -> Request {
    let id = crate::ids::new_id();
    Request {
        command_id: CommandId(id),
        correlation_id: CorrelationId(id),
        actor,
        trace_context: None,
        today: web::SystemClock.today(),
        seen_version: None,
    }
}
