//! The review board of the fictional prefecture: sittings that heard a case, and the next one, for which cases wait.

use casework::application::commands::Opinion;
use events::Actor;
use events::ids::{ApplicationId, SittingId};
use events::sitting::Verdict;
use events::vocabulary::ShortText;
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::SeedPlan;
use super::accounts::Staff;
use super::clock;
use super::play::{request, text};
use crate::{ActError, Acts, HearingInput, Request, SittingInput};

const MEMBERS: [&str; 3] = ["見本 医師一", "例題 医師二", "仮名 医師三"];

fn line(text: &str) -> Result<ShortText, ActError> {
    ShortText::parse(text).map_err(|error| ActError::internal(&error))
}

fn clerk(staff: &Staff) -> Result<Actor, ActError> {
    staff.board_clerks.first().cloned().ok_or(ActError::NotFound)
}

/// The acts at a moment and a few seconds, each second one act.
fn second(at: Timestamp, nth: i64) -> Timestamp {
    at.checked_add(Span::new().seconds(nth)).unwrap_or(at)
}

async fn schedule(
    acts: &Acts,
    plan: &SeedPlan,
    staff: &Staff,
    (name, at): (&str, Timestamp),
    (today, cut_off_on, held_on): (Date, Date, Date),
) -> Result<SittingId, ActError> {
    let members = MEMBERS.into_iter().map(line).collect::<Result<_, _>>()?;
    let input = SittingInput { held_on, cut_off_on, venue: line("県庁　会議室（見本）")?, members };
    Ok(acts.at(at).schedule_sitting(&Request { today, ..request(plan, at, name, clerk(staff)?) }, input).await?.0)
}

/// A sitting that hears one case: of several diseases the first is approved and the last is not; a single one is not approved where the
/// story ends in a refusal.
pub(super) async fn hear(
    acts: &Acts,
    plan: &SeedPlan,
    staff: &Staff,
    case: ApplicationId,
    (number, at, today): (usize, Timestamp, Date),
) -> Result<(), ActError> {
    let named = |what: &str| format!("sitting/{number}/{what}");
    let sitting = schedule(acts, plan, staff, (&named("schedule"), at), (today, today, today)).await?;
    let ask = |nth: i64, what: &str| -> Result<_, ActError> {
        let moment = second(at, nth);
        Ok((acts.at(moment), Request { today, ..request(plan, moment, &named(what), clerk(staff)?) }))
    };
    let (then, asked) = ask(1, "agenda")?;
    then.fix_agenda(&asked, sitting, &[case]).await?;
    let diseases: Vec<_> = acts.case(case, None).await?.application.board().open().iter().copied().collect();
    let approved = diseases.len().saturating_sub(1);
    let opinions = diseases.into_iter().enumerate().map(|(n, disease)| {
        let verdict = if n < approved { Verdict::Approve } else { Verdict::Refuse };
        let remark = (verdict == Verdict::Refuse).then(|| text("検査の値が基準に達していない（見本）。")).transpose()?;
        Ok(Opinion { disease, verdict, remark })
    });
    let input = HearingInput { opinions: opinions.collect::<Result<_, ActError>>()?, recused: vec![2] };
    let (then, asked) = ask(2, "hear")?;
    then.hear_board(&asked, sitting, case, input).await?;
    let (then, asked) = ask(3, "close")?;
    then.close_sitting(&asked, sitting, text("1件を審査した。委員1名は主治医であるため除斥した（見本）。")?, Vec::new()).await?;
    Ok(())
}

/// The next sitting: its cut-off is today, so its agenda can be fixed.
pub(super) async fn schedule_next(acts: &Acts, plan: &SeedPlan, staff: &Staff) -> Result<(), ActError> {
    let at = clock::at(clock::before(plan.today, 1), 18, 0);
    let held_on = plan.today.checked_add(Span::new().days(7)).unwrap_or(plan.today);
    schedule(acts, plan, staff, ("sitting/next", at), (clock::before(plan.today, 1), plan.today, held_on)).await?;
    Ok(())
}
