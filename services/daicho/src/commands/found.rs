//! `daicho found`: founds a real installation (台帳の開設) on tables that are there, with the shipped masters and one administrator, who opens
//! every other account. What is founded as real stays real: the first event of both logs says so, and no later one can say otherwise.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acts::{AccountInput, Founding, Request};
use events::ids::{CommandId, CorrelationId, StaffId, named_stream};
use events::vocabulary::{ChangeNumber, FreeText, OfficeCode};
use events::{Actor, StaffRole};
use identity::{Cost, Credentials, PasswordHashing, initial_password};
use store::{KeyFiles, SystemEntropy};
use web::Clock as _;

use super::visit::visit;
use crate::exit::{Exit, stop};
use crate::parts::{Parts, keys_of};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, value_name = "CODE", default_value = "41", help = "都道府県コード(はじめは 41)")]
    prefecture: String,
    #[arg(long, value_name = "NAME", value_parser = FreeText::parse, help = "最初の管理者の氏名")]
    name: FreeText,
    #[arg(long, value_name = "LOGIN", default_value = "admin", help = "最初の管理者がサインインする名前(はじめは admin)")]
    login: String,
    #[arg(long, value_name = "CODE", default_value = "00", value_parser = OfficeCode::parse, help = "最初の管理者の所属(はじめは 00、本課)")]
    office: OfficeCode,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let why = "台帳の開設には変更番号が要ります。--change C-2026-0001 のように指定してください。";
    let change = change.ok_or_else(|| stop(Exit::Usage, why))?;
    visit(data, async |source, urls| {
        let keys = keys_of(source)?;
        make_keys(&keys)?;
        let parts = Parts::assemble(urls, &keys).await?;
        let acts = parts.acts.under(Some(change.clone()));
        if acts.simulated().await? == Some(true) {
            return Err(stop(Exit::InputRefused, "見本(架空のデータ)の台帳は、本番の台帳になりません。新しいデータベースに開設してください。"));
        }
        let today = web::SystemClock.today();
        let program_version = env!("CARGO_PKG_VERSION").to_owned();
        let prefecture = arguments.prefecture.clone();
        acts.found_installation(Founding { simulated: false, prefecture, program_version, today }).await?;
        let hashing = PasswordHashing::new(Cost::PRODUCTION, Arc::clone(&parts.entropy))?;
        let credentials = Credentials::new(parts.writer.clone(), hashing);
        if credentials.staff_of(&arguments.login).await?.is_some() {
            eprintln!("この台帳はすでに開設され、{} もいます。何も変えていません。", arguments.login);
            return Ok(Exit::Good);
        }
        // Named by the login, so that founding once more after a break goes on with the same account.
        let staff = StaffId(named_stream(&format!("founding/administrator/{}", arguments.login)));
        if matches!(acts.account(staff).await, Err(acts::ActError::NotFound)) {
            let request = Request {
                command_id: CommandId(crate::ids::new_id()),
                correlation_id: CorrelationId(named_stream("founding")),
                actor: Actor::program("founding"),
                trace_context: None,
                today,
                seen_version: None,
            };
            let input = AccountInput { staff, name: arguments.name.clone(), role: StaffRole::Administrator, office: arguments.office };
            acts.open_account(&request, input).await?;
        }
        let password = initial_password(parts.entropy.as_ref())?;
        credentials.set(staff, &arguments.login, &password, web::SystemClock.now()).await?;
        println!("{}", *password);
        eprintln!("台帳を開設しました。{} の最初の合言葉は上の行です。ここにしか表示しません。サインインして、ほかの職員を登録してください。", arguments.login);
        Ok(Exit::Good)
    })
    .await
}

/// Keys of persons, the vault and the pepper, where there are none yet.
fn make_keys(directory: &Path) -> anyhow::Result<()> {
    if KeyFiles::open(directory).is_ok() {
        return Ok(());
    }
    KeyFiles::create(directory, &SystemEntropy)
        .map(drop)
        .map_err(|error| stop(Exit::ServiceMissing, format!("鍵を {} に作れません({error})。", directory.display())))
}
