//! Proposals to change the masters, and releases of letters, as they were meant.

use events::Event;
use events::ids::{ApplicationId, AwardId, CampaignId, DesignationId, MasterChangeId, RecipientId, StaffId};
use events::letter::LetterKind;
use events::letter_release::{self, Addressed, Excluded, Exclusion, LetterReleaseEvent, Outcome};
use events::master::{MasterEvent, MasterStatus, RowAdopted, RowDecided};
use events::master_change::{self, MasterChangeEvent};
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text};

fn row() -> RowAdopted {
    RowAdopted {
        table: "letter_texts".to_owned(),
        key: "refusal_notice.lead".to_owned(),
        valid_from: date(2027, 4, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本県文書規程".to_owned(),
        values: json!({ "text": "{申請日}付けの申請は、認定しません。" }),
    }
}

pub fn samples() -> Vec<Event> {
    let decided: MasterEvent = RowDecided { change: MasterChangeId(id(20)), proposed_by: StaffId(id(6)), row: row() }.into();
    let changes: [MasterChangeEvent; 4] = [
        master_change::Proposed { rows: vec![row()], why: text("様式の改正による。") }.into(),
        master_change::Returned { why: text("出典を確かめてください。") }.into(),
        master_change::Withdrawn {}.into(),
        master_change::Approved { proposed_by: StaffId(id(6)) }.into(),
    ];
    let (recipient, award) = (RecipientId(id(3)), AwardId(id(2)));
    let releases: [LetterReleaseEvent; 4] = [
        letter_release::Prepared {
            kind: LetterKind::RenewalGuide,
            from: date(2027, 9, 1),
            until: date(2027, 9, 30),
            office: Some(of(json!("01"))),
            campaign: Some(CampaignId(id(7))),
            known_up_to: 1_200,
            addressed: vec![Addressed { recipient, award, application: ApplicationId(id(4)) }],
            designations: vec![DesignationId(id(8))],
            excluded: vec![Excluded { recipient, award, why: Exclusion::Applied }],
        }
        .into(),
        letter_release::Released { prepared_by: StaffId(id(6)) }.into(),
        letter_release::Withdrawn {}.into(),
        letter_release::Ended { outcome: Outcome::Finished, made: 1, left: vec![award] }.into(),
    ];
    let mut all = vec![Event::from(decided)];
    all.extend(changes.into_iter().map(Event::from));
    all.extend(releases.into_iter().map(Event::from));
    all
}
