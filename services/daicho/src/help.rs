//! clap speaks English. Staff read Japanese, so headings, usage lines and refusals of the command line are said here.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use crate::exit::Exit;

/// The same command line, its help in Japanese.
pub fn in_japanese(command: Command) -> Command {
    let version =
        Arg::new("version").short('V').long("version").action(ArgAction::Version).help("版を表示する").help_heading("オプション");
    let mut codes = String::from("終了コード:\n");
    for (exit, meaning) in Exit::MEANINGS {
        let _ = writeln!(codes, "  {:>2}  {meaning}", exit as u8);
    }
    localise(command.disable_version_flag(true).arg(version).after_help(codes), "")
}

fn localise(command: Command, parent: &str) -> Command {
    let path = format!("{parent}{}", command.get_name());
    let mut usage = format!("{path} [オプション]");
    for positional in command.get_positionals() {
        let _ = write!(usage, " <{}>", positional.get_id().as_str().to_uppercase());
    }
    if command.has_subcommands() {
        usage.push_str(" <コマンド>");
    }
    let prefix = format!("{path} ");
    command
        .help_template("{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}")
        .override_usage(usage)
        .subcommand_help_heading("コマンド")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("この説明を表示する"))
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "引数" } else { "オプション" };
            let arg = arg.help_heading(heading);
            if !arg.get_action().takes_values() {
                return arg;
            }
            arg.hide_default_value(true)
                .hide_possible_values(true)
                .hide_env(true)
                .hide_default_value(true)
                .hide_possible_values(true)
                .hide_env(true)
        })
        .mut_subcommands(|sub| localise(sub, &prefix))
}

/// Says why the command line was refused, or shows the help that was asked for.
pub fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe (`daicho --help | head -1`) is no fault.
        let _ = error.print();
        return Exit::Good.into();
    }
    eprintln!("daicho: {}\n使い方は daicho --help で見られます。", reason(error));
    Exit::Usage.into()
}

fn reason(error: &clap::Error) -> String {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = word(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("「{argument}」という指定はありません。"),
        ErrorKind::InvalidSubcommand => format!("「{}」というコマンドはありません。", word(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} に「{}」は指定できません。", word(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("{argument} が必要です。"),
        ErrorKind::ArgumentConflict => format!("{argument} は、{} と一緒に指定できません。", word(ContextKind::PriorArg)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "コマンドを指定してください。".to_owned()
        }
        _ => "コマンドの指定に誤りがあります。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Command {
        in_japanese(
            Command::new("daicho")
                .version("1")
                .subcommand_required(true)
                .subcommand(Command::new("demo").arg(Arg::new("people").long("people").value_parser(clap::value_parser!(u32)))),
        )
    }

    #[test]
    fn refusals_are_japanese_and_name_the_word() {
        let why = |line: &[&str]| reason(&sample().try_get_matches_from(line).unwrap_err());
        assert_eq!(why(&["daicho", "demi"]), "「demi」というコマンドはありません。");
        assert_eq!(why(&["daicho", "demo", "--fish"]), "「--fish」という指定はありません。");
        assert!(why(&["daicho", "demo", "--people", "many"]).contains("「many」は指定できません"));
        assert_eq!(why(&["daicho"]), "コマンドを指定してください。");
    }
}
