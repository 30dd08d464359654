//! `daicho takeover`: rights of an old ledger come in from a spreadsheet. One person signs in to prepare, another to approve; the work is done
//! here, with progress, and Ctrl-C stops it so that it can be gone on with.

use std::path::{Path, PathBuf};
use std::time::Duration;

use acts::{
    ActError, Acts, Go, PrepareInput, RowFilter, TakeoverError, TakeoverFile, TakeoverLayout, TakeoverProgress, TakeoverRow,
};
use casework::takeover::{Column, Columns, Verdict};
use events::ids::TakeoverId;
use events::takeover::Verdicts;
use events::vocabulary::{ChangeNumber, FreeText, PayerNumber};
use serde_json::{Value, json};
use web::Clock as _;

use super::on_record::acts_of;
use super::sign_in::{request, sign_in};
use super::signals::stopping;
use super::visit::{unreadable, visit};
use crate::exit::{Exit, stop};
use crate::installation::Urls;
use crate::output::{Output, reader_may_leave};

/// Rows read at once.
const PAGE: u16 = 1_000;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    #[arg(long, global = true, help = "結果を 1 件 1 行の JSON で出力する")]
    json: bool,
}

#[derive(clap::Subcommand)]
enum What {
    #[command(about = "旧台帳のファイルを受け取り、すべての行を判定する(何も引き継がない)")]
    Prepare(Prepare),
    #[command(about = "判定のとおりに引き継ぐ(準備した人とは別の決裁者)")]
    Approve(Decision),
    #[command(about = "引き継ぎを取り消す。手を加えた記録は残す(決裁者)")]
    Reverse(Reverse),
    #[command(about = "止めた処理の続きを行う")]
    Resume {
        #[arg(value_name = "ID", help = "移行の番号")]
        id: TakeoverId,
    },
    #[command(about = "これまでの移行を一覧にする")]
    List,
    #[command(about = "架空の旧台帳を作る(練習用。よくある書き方の乱れを含む)")]
    Sample {
        #[arg(value_name = "FILE", help = "作るファイル(xlsx)")]
        file: PathBuf,
        #[arg(long, value_name = "N", default_value_t = 200, help = "児童の行の数(はじめは 200)")]
        rows: u32,
        #[arg(long, value_name = "N", default_value_t = 1, help = "同じ数からは同じ台帳ができる(はじめは 1)")]
        seed: u64,
    },
}

/// A file and how it is read.
#[derive(clap::Args)]
struct Prepare {
    #[arg(value_name = "FILE", help = "旧台帳(xlsx、xls、CSV)")]
    file: PathBuf,
    #[arg(long, value_name = "NAME", help = "管理の担当者のサインイン名。パスワードは標準入力の 1 行目から読む")]
    login: String,
    #[arg(long, value_name = "TEXT", value_parser = text, help = "どの台帳か、なぜ引き継ぐか(記録に残る)")]
    why: FreeText,
    #[arg(long, value_name = "NUMBER", value_parser = payer, help = "公費負担者番号(列がないとき)")]
    payer: PayerNumber,
    #[arg(long, value_name = "NAME", help = "シートの名前(なければ見出しのあるシート)")]
    sheet: Option<String>,
    #[arg(long, value_name = "N", help = "見出しのある行(なければ探す)")]
    header: Option<u32>,
    #[arg(long, value_name = "NAME", help = "名前を付けて残した列で読む")]
    layout: Option<String>,
    #[arg(long, value_name = "NAME", help = "この列を名前を付けて残す")]
    keep_as: Option<String>,
    #[arg(long, value_name = "FILE", help = "引き継げない行と注意のある行を CSV で書き出す(氏名を含む)")]
    unresolved: Option<PathBuf>,
}

/// Who decides on which.
#[derive(clap::Args)]
struct Decision {
    #[arg(value_name = "ID", help = "移行の番号")]
    id: TakeoverId,
    #[arg(long, value_name = "NAME", help = "決裁者のサインイン名。パスワードは標準入力の 1 行目から読む")]
    login: String,
}

/// What is taken back, and why.
#[derive(clap::Args)]
struct Reverse {
    #[command(flatten)]
    decision: Decision,
    #[arg(long, value_name = "TEXT", value_parser = text, help = "取り消す理由(記録に残る)")]
    why: FreeText,
}

fn text(text: &str) -> Result<FreeText, String> {
    FreeText::parse(text).map_err(|error| error.to_string())
}

fn payer(text: &str) -> Result<PayerNumber, String> {
    PayerNumber::parse(text).map_err(|error| error.to_string())
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    if let What::Sample { file, rows, seed } = &arguments.what {
        return sample(file, *rows, *seed);
    }
    let outcome = visit(data, async |source, urls| {
        let acts = acts_of(source, urls, change)
            .await?
            .ok_or_else(|| stop(Exit::ServiceMissing, "この台帳はまだ開設されていません。"))?;
        let mut output = Output::standard();
        let json = arguments.json;
        let done = match &arguments.what {
            What::Prepare(prepare) => Box::pin(prepare.run(urls, &acts, json, &mut output)).await,
            What::Approve(decision) => Box::pin(approve(urls, &acts, decision, json, &mut output)).await,
            What::Reverse(reverse) => Box::pin(take_back(urls, &acts, reverse, json, &mut output)).await,
            What::Resume { id } => {
                acts.takeover(*id).await.map_err(|error| refused(error.into()))?;
                acts.resume_takeover(*id).await.map_err(unreadable)?;
                Box::pin(work(&acts, *id)).await?;
                tell(&acts, *id, json, &mut output).await
            }
            What::List => list(&acts, json, &mut output).await,
            What::Sample { .. } => Ok(Exit::Good),
        };
        output.flush()?;
        done
    })
    .await;
    reader_may_leave(outcome)
}

/// A fictional ledger, and how its rows must come out.
fn sample(file: &Path, rows: u32, seed: u64) -> anyhow::Result<Exit> {
    let shipped: Vec<events::master::RowAdopted> = schema::masters::shipped()?.into_iter().map(Into::into).collect();
    let masters = casework::rules::Masters::from_rows(shipped.iter().map(|row| (0, row)))?;
    let old = acts::seeding::old_ledger(&masters, rows, seed, web::SystemClock.today())?;
    std::fs::write(file, old.bytes)
        .map_err(|error| stop(Exit::InputRefused, format!("{} に書けません: {error}", file.display())))?;
    let Verdicts { right, warned, refused, skipped } = old.expected;
    eprintln!(
        "引き継げる {right}件、注意して引き継げる {warned}件、引き継げない {refused}件、記録ではない行 {skipped}行になるはずです。"
    );
    Ok(Exit::Good)
}

impl Prepare {
    async fn run(&self, urls: &Urls, acts: &Acts, json: bool, output: &mut Output) -> anyhow::Result<Exit> {
        let unread = |error: std::io::Error| stop(Exit::InputRefused, format!("{} を読めません: {error}", self.file.display()));
        let length = std::fs::metadata(&self.file).map_err(unread)?.len();
        if length > 32 * 1024 * 1024 {
            return Err(refused(acts::FileError::TooLarge.into()));
        }
        let bytes = std::fs::read(&self.file).map_err(unread)?;
        let who = sign_in(urls, acts, &self.login).await?;
        let (id, _) = acts.receive_takeover(&request(who.clone()), bytes, self.why.clone()).await.map_err(refused)?;
        let columns = match &self.layout {
            Some(name) => Some(self.kept(acts, id, name).await?),
            None => None,
        };
        let (sheet, header_line) = (self.sheet.clone(), self.header);
        let input = PrepareInput { sheet, header_line, columns, payer_number: self.payer };
        acts.prepare_takeover(&request(who), id, input).await.map_err(refused)?;
        if let Some(name) = &self.keep_as {
            keep(acts, id, name).await?;
        }
        Box::pin(work(acts, id)).await?;
        if let Some(path) = &self.unresolved {
            write_unresolved(acts, id, path).await?;
        }
        tell(acts, id, json, output).await
    }

    async fn kept(&self, acts: &Acts, id: TakeoverId, name: &str) -> anyhow::Result<Columns> {
        let layouts = acts.takeover_layouts().await.map_err(unreadable)?;
        let layout = layouts.into_iter().find(|layout| layout.name == name);
        let layout = layout.ok_or_else(|| stop(Exit::InputRefused, format!("「{name}」という名前の列は残されていません。")))?;
        let book = acts.takeover_book(id).await.map_err(refused)?;
        let sheet = book.sheet(self.sheet.as_deref()).map_err(|error| refused(error.into()))?;
        let line = self.header.or_else(|| sheet.headings().map(|(line, _)| line)).unwrap_or(1);
        Ok(layout.columns(sheet, line))
    }
}

async fn keep(acts: &Acts, id: TakeoverId, name: &str) -> anyhow::Result<()> {
    let book = acts.takeover_book(id).await.map_err(refused)?;
    let Some(prepared) = acts.takeover(id).await.map_err(unreadable)?.prepared else { return Ok(()) };
    let named = prepared.sheet.as_ref().and_then(|name| name.open()).map(FreeText::as_str);
    let sheet = book.sheet(named).map_err(|error| refused(error.into()))?;
    let place = |(code, at): (&String, &u32)| Some((Column::of(code)?, usize::try_from(at.checked_sub(1)?).ok()?));
    let columns = Columns(prepared.columns.iter().filter_map(place).collect());
    let layout = TakeoverLayout::of(name, sheet, prepared.header_line, &columns);
    acts.keep_takeover_layout(&layout).await.map_err(unreadable)
}

async fn approve(urls: &Urls, acts: &Acts, decision: &Decision, json: bool, output: &mut Output) -> anyhow::Result<Exit> {
    let file = acts.takeover(decision.id).await.map_err(|error| refused(error.into()))?;
    let seen = file.verdicts().unwrap_or_default();
    let who = sign_in(urls, acts, &decision.login).await?;
    acts.approve_takeover(&request(who), decision.id, seen).await.map_err(refused)?;
    Box::pin(work(acts, decision.id)).await?;
    tell(acts, decision.id, json, output).await
}

async fn take_back(urls: &Urls, acts: &Acts, reverse: &Reverse, json: bool, output: &mut Output) -> anyhow::Result<Exit> {
    let Decision { id, login } = &reverse.decision;
    acts.takeover(*id).await.map_err(|error| refused(error.into()))?;
    let who = sign_in(urls, acts, login).await?;
    acts.reverse_takeover(&request(who), *id, reverse.why.clone()).await.map_err(refused)?;
    Box::pin(work(acts, *id)).await?;
    tell(acts, *id, json, output).await
}

fn refused(error: TakeoverError) -> anyhow::Error {
    match error {
        TakeoverError::File(error) => stop(Exit::InputRefused, error.to_string()),
        TakeoverError::Act(ActError::Refused(refusal)) => stop(Exit::InputRefused, format!("{refusal} 何も変えていません。")),
        TakeoverError::Act(ActError::NotFound) => stop(Exit::InputRefused, "この番号の移行はありません。"),
        TakeoverError::Act(other) => unreadable(other),
    }
}

/// Does what waits, or watches whoever does; the first signal stops it.
async fn work(acts: &Acts, id: TakeoverId) -> anyhow::Result<()> {
    let signal = stopping()?;
    let told = |progress: &TakeoverProgress| {
        eprint!("\r{} / {} 行", progress.done, progress.of.unwrap_or(progress.done));
        Go::On
    };
    loop {
        let progress = acts.takeover_progress(id).await.map_err(unreadable)?.unwrap_or_default();
        if let Some(trouble) = progress.trouble {
            return Err(stop(Exit::InputRefused, trouble));
        }
        if !progress.at_work {
            eprintln!();
            return Ok(());
        }
        if progress.stopping || signal.is_cancelled() {
            acts.stop_takeover(id).await.map_err(unreadable)?;
            return Err(stop(Exit::TryLater, format!("止めました。daicho takeover resume {id} で続きから始められます。")));
        }
        let stopper = acts.clone();
        let cancelled = signal.clone();
        let watching = tokio::spawn(async move {
            cancelled.cancelled().await;
            stopper.stop_takeover(id).await
        });
        let worked = Box::pin(acts.work_on_takeover(Some(id), web::SystemClock.today(), told)).await;
        watching.abort();
        if worked.map_err(unreadable)? == acts::Worked::Nothing {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
}

/// Every row, a page at a time.
async fn each(acts: &Acts, id: TakeoverId, mut row: impl FnMut(&TakeoverRow) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let rows = acts.takeover_rows(id, RowFilter::default(), after, PAGE).await.map_err(unreadable)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.ordinal;
        rows.iter().try_for_each(&mut row)?;
    }
}

async fn write_unresolved(acts: &Acts, id: TakeoverId, path: &Path) -> anyhow::Result<()> {
    use std::io::Write as _;
    let unwritable = |error: std::io::Error| stop(Exit::InputRefused, format!("{} に書き出せません: {error}", path.display()));
    let mut file = std::fs::File::create(path).map_err(unwritable)?;
    file.write_all("\u{feff}".as_bytes()).map_err(unwritable)?;
    let mut table = csv::Writer::from_writer(file);
    table.write_record(["行", "何人目", "受給者番号", "氏名", "判定", "列", "理由"])?;
    each(acts, id, |row| {
        let Some(judged) = row.judged.as_ref().filter(|_| matches!(row.verdict, Verdict::Refused | Verdict::Warned)) else {
            return Ok(());
        };
        for remark in &judged.remarks {
            let cells = [
                judged.line.to_string(),
                judged.child.to_string(),
                judged.number.clone(),
                judged.name.clone(),
                row.verdict.label().to_owned(),
                remark.column.clone(),
                remark.text.clone(),
            ];
            // A program that opens it may calculate what looks like a formula.
            let safe = cells.map(|cell| if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell });
            table.write_record(&safe)?;
        }
        Ok(())
    })
    .await?;
    table.flush().map_err(unwritable)
}

fn told(file: &TakeoverFile) -> Value {
    let verdicts = file.verdicts();
    json!({
        "takeover": file.id, "received_at": file.received.0, "verdicts": verdicts,
        "approved": file.approved.is_some(),
        "taken": file.carried_out.map(|(_, taken, _)| taken), "late": file.carried_out.map(|(.., late)| late),
        "taken_back": file.reversed.map(|(_, back, _)| back), "kept": file.reversed.map(|(.., kept)| kept),
    })
}

fn lines(file: &TakeoverFile) -> Vec<String> {
    let mut lines = vec![format!("移行 {}", file.id)];
    if let Some(verdicts) = file.verdicts() {
        lines.push(format!(
            "    引き継げる {}件、注意して引き継げる {}件、引き継げない {}件、記録ではない行 {}行",
            verdicts.right, verdicts.warned, verdicts.refused, verdicts.skipped
        ));
    }
    if let Some((_, taken, late)) = file.carried_out {
        lines.push(format!("    引き継いだ {taken}件、引き継げなかった {late}件"));
    }
    if let Some((_, back, kept)) = file.reversed {
        lines.push(format!("    取り消した {back}件、残した {kept}件"));
    }
    lines
}

/// Says how it stands; 65 where rows are refused.
async fn tell(acts: &Acts, id: TakeoverId, as_json: bool, output: &mut Output) -> anyhow::Result<Exit> {
    let file = acts.takeover(id).await.map_err(unreadable)?;
    if as_json {
        output.json(&told(&file))?;
    } else {
        lines(&file).iter().try_for_each(|line| output.line(line))?;
    }
    let refused =
        file.verdicts().is_some_and(|verdicts| verdicts.refused > 0) || file.carried_out.is_some_and(|(.., late)| late > 0);
    Ok(if refused { Exit::InputRefused } else { Exit::Good })
}

async fn list(acts: &Acts, as_json: bool, output: &mut Output) -> anyhow::Result<Exit> {
    for file in acts.takeovers(100).await.map_err(unreadable)? {
        if as_json {
            output.json(&told(&file))?;
        } else {
            lines(&file).iter().try_for_each(|line| output.line(line))?;
        }
    }
    Ok(Exit::Good)
}
