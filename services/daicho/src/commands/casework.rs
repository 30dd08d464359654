//! `daicho casework`: worked examples (例題), played in memory by the decisions of production.

use std::path::{Path, PathBuf};

use casework::rules::Masters;
use casework::rules::rerun::drafted;
use casework::story::{page, play, read, schema};

use super::rules;
use crate::exit::{Exit, stop};
use crate::output::{Output, reader_may_leave};

/// The subcommands.
#[derive(clap::Subcommand)]
pub enum Command {
    #[command(about = "例題を進める。日ごとに、できたこと、できなかった理由、支給認定、上限額、算定根拠、出す通知を出力する")]
    Play {
        #[arg(value_name = "STORY", help = "例題のファイル(JSON Lines。形は daicho casework schema)")]
        story: PathBuf,
        #[arg(long, help = "1 日を 1 行の JSON で出力する")]
        json: bool,
        #[arg(
            long,
            value_name = "DIR",
            help = "試すマスタ。DIR の <表の名前>.csv の行を、いまのマスタの後に採用したものとして進める"
        )]
        masters: Option<PathBuf>,
    },
    #[command(about = "例題の 1 行の形を JSON Schema で出力する")]
    Schema,
}

/// Runs the subcommand. The masters are the shipped ones, or with `--data` those of an installation.
pub async fn run(command: &Command, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    reader_may_leave(match command {
        Command::Play { story, json, masters } => {
            let known = rules::choose(data).await?;
            let known = masters.as_deref().map_or(Ok(known.clone()), |folder| tried(&known, folder))?;
            played(story, known, *json)
        }
        Command::Schema => {
            let mut output = Output::standard();
            output.line(&serde_json::to_string_pretty(&schema())?)?;
            output.flush()?;
            Ok(Exit::Good)
        }
    })
}

fn played(story: &Path, masters: Masters, json: bool) -> anyhow::Result<Exit> {
    let text = std::fs::read_to_string(story)
        .map_err(|error| stop(Exit::InputRefused, format!("例題 {} を読めません: {error}", story.display())))?;
    let bad = |bad: casework::story::BadLine| stop(Exit::InputRefused, format!("{} の {bad}", story.display()));
    let (days, _) = play(&read(&text).map_err(bad)?, masters).map_err(bad)?;
    let mut output = Output::standard();
    if json {
        days.iter().try_for_each(|day| output.json(day))?;
    } else {
        output.line(page(&days).trim_end())?;
    }
    output.flush()?;
    Ok(Exit::Good)
}

/// The masters with the rows of a folder, as if they had been adopted last.
fn tried(known: &Masters, folder: &Path) -> anyhow::Result<Masters> {
    let rows = rules::rows_of(folder)?;
    drafted(known, &rows).map_err(|error| stop(Exit::InputRefused, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(name: &str) -> PathBuf {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/stories")).join(name)
    }

    #[tokio::test]
    async fn a_story_is_played_and_one_that_cannot_be_read_is_refused_with_its_line() {
        let play = |story, masters| Command::Play { story, json: true, masters };
        assert_eq!(run(&play(story("late_renewal.jsonl"), None), None).await.unwrap(), Exit::Good);
        let folder = tempfile::tempdir().unwrap();
        let broken = folder.path().join("broken.jsonl");
        std::fs::write(&broken, "{\"day\":\"2026-04-20\",\"act\":\"grant\"}\n").unwrap();
        let error = run(&play(broken, None), None).await.unwrap_err();
        assert_eq!(Exit::of(&error), Exit::InputRefused);
        assert!(error.to_string().contains("1 行目"), "{error}");
        let error = run(&play(folder.path().join("none.jsonl"), None), None).await.unwrap_err();
        assert_eq!(Exit::of(&error), Exit::InputRefused);
    }

    #[test]
    fn rows_of_a_folder_are_tried_and_wrong_ones_refused() {
        let folder = tempfile::tempdir().unwrap();
        let known = rules::shipped().unwrap();
        assert!(tried(&known, folder.path()).unwrap_err().to_string().contains("行がありません"));
        let text = "key,valid_from,valid_to,status,source,general_yen,severe_yen,ventilator_yen,hospital_meal_share\n\
                    IV,2026-07-01,,inferred,改正案,4000,2000,500,1/2\n";
        std::fs::write(folder.path().join("caps.csv"), text).unwrap();
        let tried_masters = tried(&known, folder.path()).unwrap();
        let cap =
            |masters: &Masters| masters.caps.at("IV", jiff::civil::date(2026, 7, 1)).map(|row| row.value.general_yen.amount());
        assert_eq!((cap(&known), cap(&tried_masters)), (Some(5_000), Some(4_000)));
        std::fs::write(folder.path().join("hats.csv"), text).unwrap();
        assert!(tried(&known, folder.path()).unwrap_err().to_string().contains("hats"));
    }
}
