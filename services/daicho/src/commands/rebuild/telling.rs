//! What a rebuild says: progress on a terminal, the outcome, and why it did not happen.

use std::io::IsTerminal as _;

use store::{Plan, Progress, RebuildError, Rebuilt, RolledBack};

use crate::exit::{Exit, stop};

/// Cells of the bar.
const CELLS: i64 = 30;

/// Progress for someone who watches; a script gets none.
#[derive(Default)]
pub(super) struct Bar {
    shown: bool,
}

impl Bar {
    pub(super) fn show(&mut self, progress: &Progress) {
        if std::io::stderr().is_terminal() {
            self.shown = true;
            eprint!("\r\x1b[K{}", line(progress));
        }
    }

    pub(super) fn end(&mut self) {
        if self.shown {
            eprintln!();
        }
    }
}

fn line(progress: &Progress) -> String {
    let Progress { projection, position, head, rate, seconds_left, event_at, paused } = progress;
    let filled = usize::try_from(position * CELLS / (*head).max(1)).unwrap_or_default();
    let bar: String = (0..usize::try_from(CELLS).unwrap_or_default()).map(|cell| if cell < filled { '#' } else { '.' }).collect();
    let pace = match (rate, seconds_left) {
        _ if *paused => " 一時停止中".to_owned(),
        (Some(rate), Some(left)) => format!(" {rate:.0} 件/秒 残り {left:.0} 秒"),
        _ => String::new(),
    };
    let event = event_at.map(|at| format!(" {} の出来事", at.strftime("%Y-%m-%d"))).unwrap_or_default();
    format!("{projection} [{bar}] {position} / {head}{pace}{event}")
}

pub(super) fn plan(plan: &Plan) -> String {
    let time = match (plan.seconds, plan.last_rate) {
        (Some(seconds), Some(rate)) => format!("およそ {seconds:.0} 秒(前回は毎秒 {rate:.0} 件)"),
        _ => "時間は初めてなので分かりません".to_owned(),
    };
    let live = plan.live_version.map_or_else(|| "なし".to_owned(), |version| version.to_string());
    let megabytes = plan.bytes.div_euclid(1 << 20) + 1;
    format!(
        "{}: 出来事 {} 件、{time}。今の表は {megabytes} MB(新しい表と残す表のため、ほかに {} MB ほど要ります)。版 {live} → {}。",
        plan.projection,
        plan.events,
        megabytes * 2,
        plan.version
    )
}

/// What rows that differ wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// Nobody has an account yet: whoever is at the machine.
    Anybody,
    /// Another operator than the one who signed in for the rebuild.
    Another,
    /// A rebuild for which somebody signs in.
    SignIn,
}

impl Next {
    pub(super) const fn of(founded: bool, signed_in: bool) -> Self {
        match (founded, signed_in) {
            (false, _) => Self::Anybody,
            (true, true) => Self::Another,
            (true, false) => Self::SignIn,
        }
    }

    fn told(self, name: &str) -> String {
        match self {
            Self::Anybody => "入れ替えるなら --swap、やめるなら --stop。".to_owned(),
            Self::Another => format!(
                "ほかの運用の担当者が上の違いを確かめ、運用の画面か daicho rebuild {name} --swap --login 名前 --why 理由 --change 番号 で入れ替えます。やめるなら --stop。"
            ),
            Self::SignIn => format!(
                "だれが作り直したかが記録にないので、このままでは入れ替えられません。daicho rebuild {name} --login 名前 で作り直すか、運用の画面から頼んでください。やめるなら --stop。"
            ),
        }
    }
}

pub(super) fn rebuilt(done: &Rebuilt, next: Next) -> Vec<String> {
    let name = done.projection;
    let mut lines = Vec::new();
    match &done.differences {
        None => lines.push(format!("{name}: 今の表が記録に追いついていないため、違いは比べていません。")),
        Some(found) if found.is_empty() => lines.push(format!("{name}: 今の表との違いはありません。")),
        Some(found) => {
            for table in found {
                let columns: Vec<String> = table.columns.iter().map(|(column, rows)| format!("{column} {rows} 行")).collect();
                lines.push(format!(
                    "{name}: {} は、今の表だけ {} 行、新しい表だけ {} 行、内容の違う行 {} 行。{}",
                    table.table,
                    table.only_live - table.changed,
                    table.only_rebuilt - table.changed,
                    table.changed,
                    columns.join("、")
                ));
                if !table.sample.is_empty() {
                    lines.push(format!("    例: {}", table.sample.join(" / ")));
                }
            }
        }
    }
    if !done.left_out.is_empty() {
        let positions: Vec<String> = done.left_out.iter().map(ToString::to_string).collect();
        lines.push(format!(
            "{name}: 読めないため脇に置いたか飛ばした出来事は、新しい表にも入っていません({} 番)。daicho parked list で見られます。",
            positions.join("、")
        ));
    }
    lines.push(done.swap_ms.map_or_else(
        || format!("{name}: 違いがあるか比べられないため、入れ替えずに待っています。{}", next.told(name)),
        |ms| format!("{name}: {} 番まで作り直して入れ替えました。登録が待ったのは {ms:.1} ミリ秒です。前の表は残してあり、--rollback で戻せます。", done.position),
    ));
    lines
}

pub(super) fn rolled_back(name: &str, done: &RolledBack) -> String {
    format!(
        "{name}: 前の表(版 {})に戻しました({} 番まで、登録が待ったのは {:.1} ミリ秒)。もう一度 --rollback で元に進みます。",
        done.to_version, done.position, done.swap_ms
    )
}

/// Why a read model was not built, and what to do. The live one is as it was in every case.
pub fn refused(name: &str, error: &RebuildError) -> anyhow::Error {
    let (exit, what) = match error {
        RebuildError::Cancelled => (Exit::TryLater, "途中で止めました。".to_owned()),
        RebuildError::AlreadyRunning => {
            (Exit::TryLater, "ほかで作り直しているところです。終わってからやり直してください。".to_owned())
        }
        RebuildError::NothingWaits => (Exit::TryLater, "確認を待っている作り直しはありません。".to_owned()),
        RebuildError::NothingKept => (Exit::TryLater, "前の表は残っていません。".to_owned()),
        RebuildError::Behind { live, .. } => {
            (Exit::TryLater, format!("今の表が {live} 番までしか進んでおらず、比べられません。"))
        }
        RebuildError::Busy => (Exit::TryLater, "使われ続けていて入れ替えられません。少し待ってやり直してください。".to_owned()),
        RebuildError::Hole(position) => {
            (Exit::Chain, format!("記録の {position} 番の次が抜けています。daicho verify で確かめてください。"))
        }
        RebuildError::TwoLogs => (Exit::OurFault, "別々の記録の表を一度に作り直そうとしました。".to_owned()),
        RebuildError::Event(event) => (Exit::OurFault, format!("読み取れない出来事があります({event})。")),
        RebuildError::Database(_) => (Exit::ServiceMissing, format!("データベースが応えません({error})。")),
    };
    stop(exit, format!("{name}: {what}これまでの表はそのままです。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_that_nothing_was_lost() {
        for (error, exit) in [
            (RebuildError::Cancelled, Exit::TryLater),
            (RebuildError::AlreadyRunning, Exit::TryLater),
            (RebuildError::NothingKept, Exit::TryLater),
            (RebuildError::Hole(7), Exit::Chain),
        ] {
            let said = refused("ledger", &error);
            assert_eq!(Exit::of(&said), exit);
            assert!(said.to_string().contains("これまでの表はそのままです"));
        }
    }

    #[test]
    fn the_bar_says_how_far_how_fast_and_how_long_yet() {
        let progress = Progress {
            projection: "ledger",
            position: 500,
            head: 1_000,
            rate: Some(250.0),
            seconds_left: Some(2.0),
            event_at: None,
            paused: false,
        };
        assert_eq!(line(&progress), "ledger [###############...............] 500 / 1000 250 件/秒 残り 2 秒");
        assert!(line(&Progress { paused: true, ..progress }).ends_with("一時停止中"));
    }
}
