//! `GET /proposals/{id}/paper`: the proposal on paper, printed when it is asked for.

use acts::Case;
use axum::response::Response;
use casework::application::Stage;
use documents::Imprint;
use documents::proposal_sheet::{self, ProposalSheet, Step};
use events::ids::ProposalId;
use events::vocabulary::wareki;
use projections::proposals;

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::decisions::batch::cases;
use crate::screens::decisions::row::{Row, proposal_number};

fn line(no: usize, row: Row) -> proposal_sheet::Case {
    let what = if row.refuses { "不認定" } else { "認定" };
    proposal_sheet::Case {
        no: no.to_string(),
        receipt_number: row.receipt_number,
        child: row.name,
        proposed: format!("{what}（{}）", row.kind),
        content: if row.refuses {
            row.reason
        } else {
            let granted = format!("{}から{}まで　{}　月額 {}", row.start, row.end, row.tier, row.cap);
            row.by_hand.iter().fold(granted, |content, one| content + "　手で改めた：" + one)
        },
    }
}

/// The steps of the way, with how many cases have passed each.
fn steps(on_it: &[Case]) -> Vec<Step> {
    let passed = |case: &Case, step: usize| {
        let decided = case.application.stage().is_some_and(Stage::is_decided);
        decided || case.application.proposal().is_some_and(|proposal| proposal.done() > step)
    };
    let way = on_it.first().and_then(|case| case.application.proposal()).map(|proposal| proposal.route().to_vec());
    let told = way.unwrap_or_default().into_iter().enumerate().map(|(no, step)| Step {
        role: step.role.label().to_owned(),
        deputy: step.deputy.map(|deputy| format!("代決：{}", deputy.label())).unwrap_or_default(),
        state: format!("{}件 済", on_it.iter().filter(|case| passed(case, no)).count()),
    });
    told.collect()
}

/// Makes and shows it: the cases that still stand on it.
pub(crate) async fn show(cx: Cx, Id(id): Id<ProposalId>) -> Result<Response, Problem> {
    let (proposed_on, ids) = proposals::on(cx.pool(), id).await?.ok_or(Problem::NotFound)?;
    let mut on_it = cases(&cx, &ids).await?;
    on_it.retain(|case| case.application.proposal().is_some_and(|proposal| proposal.id() == id));
    let (year, serial) = on_it.first().and_then(|case| case.application.proposal()).ok_or(Problem::NotFound)?.number();
    let names = Names::new(cx.masters().await?, cx.today);
    let actor = &cx.staff()?.actor;
    let steps = steps(&on_it);
    let rows: Vec<Row> = on_it.iter().map(|case| Row::of(case, &names, actor)).collect();
    let refusals = rows.iter().filter(|row| row.refuses).count();
    let all = rows.len();
    let sheet = ProposalSheet {
        number: proposal_number(i64::from(year), i64::from(serial)),
        day: wareki::long(proposed_on),
        office: names.authority()?.division_in_full(),
        lead: format!(
            "次の{all}件（認定{}件、不認定{refusals}件）について、案のとおり決定してよろしいか伺います。",
            all - refusals
        ),
        steps,
        cases: (1..).zip(rows).map(|(no, row)| line(no, row)).collect(),
    };
    let printed = cx.acts().print(sheet, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "proposal.pdf")
}
