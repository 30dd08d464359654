//! Signing in on the command line, for what only a named person may decide: the password is read from the first line of standard input, and
//! where an authenticator app is enrolled its code from the second.

use std::io::BufRead as _;
use std::sync::Arc;

use acts::{Acts, Request};
use events::Actor;
use events::ids::{CommandId, CorrelationId};
use identity::{Cost, Credentials, PasswordHashing, SecondFactors, SignIn};
use store::{Role, SystemEntropy};
use web::Clock as _;

use super::visit::pool;
use crate::exit::{Exit, stop};
use crate::installation::Urls;

/// Who signs in under this name, with a password from standard input.
pub async fn sign_in(urls: &Urls, acts: &Acts, login: &str) -> anyhow::Result<Actor> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let ends = ['\r', '\n'];
    let writer = pool(urls, Role::Writer, 1).await?;
    let hashing = PasswordHashing::new(Cost::PRODUCTION, Arc::new(SystemEntropy))?;
    let credentials = Credentials::new(writer.clone(), hashing);
    let factors = SecondFactors::new(writer.clone(), acts.ring(), Arc::new(SystemEntropy));
    let mut code = String::new();
    if let Some(staff) = credentials.staff_of(login).await?
        && factors.is_enrolled(staff).await?
    {
        std::io::stdin().lock().read_line(&mut code)?;
    }
    let given = (login, line.trim_end_matches(ends), code.trim_end_matches(ends));
    let tried = credentials.try_sign_in(&factors, given, web::SystemClock.now()).await?;
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
