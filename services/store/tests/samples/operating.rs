//! Erasures, acts on read models and what happened to the installation, as they were meant.

use events::erasure::{CarriedOut, Certified, ErasureEvent, Held, Proposed, Reapplied, Released, Withdrawn};
use events::ids::{ArtifactId, StaffId, SubjectId};
use events::{Event, installation, operation};
use jiff::civil::date;

use super::{EVENT, KEY, id, text};

pub fn samples() -> Vec<Event> {
    let mut all = erasure_samples();
    all.extend(installation_samples().into_iter().map(Event::from));
    all.extend(operation_samples().into_iter().map(Event::from));
    all
}

fn erasure_samples() -> Vec<Event> {
    let person = SubjectId(id(3));
    let subjects = vec![person, SubjectId(id(4))];
    let (last_ended_on, kept_until) = (date(2027, 9, 30), date(2033, 3, 31));
    let events: Vec<ErasureEvent> = vec![
        Proposed { person, subjects: subjects.clone(), last_ended_on, kept_until, years: 5 }.into(),
        Withdrawn { person, why: text("保存期間の数え方を確かめる。") }.into(),
        Held { person, why: text("審査請求が続いている。") }.into(),
        Released { person, why: text("審査請求が終わった。") }.into(),
        CarriedOut {
            person,
            subjects: subjects.clone(),
            keys: vec![KEY],
            proposed_by: StaffId(id(6)),
            kept_until,
            algorithm: "XChaCha20-Poly1305".to_owned(),
            key_backups_until: date(2033, 5, 10),
        }
        .into(),
        Certified { person, artifact: ArtifactId(id(5)), sha256: "cd".repeat(32) }.into(),
        Reapplied { person, subjects, carried_out: EVENT, carried_out_at: "2033-04-05T01:00:00Z".parse().expect("moment") }
            .into(),
    ];
    events.into_iter().map(Event::from).collect()
}

fn operation_samples() -> [operation::OperationEvent; 8] {
    let (read_model, task) = ("ledger".to_owned(), operation::Task::Rebuild);
    [
        operation::Requested { read_model: read_model.clone(), task, why: text("見本の理由") }.into(),
        operation::CarriedOut {
            read_model: read_model.clone(),
            task,
            outcome: operation::Outcome::Done,
            detail: "version 3 at 412, 0 tables differ".to_owned(),
        }
        .into(),
        operation::Begun { read_model: read_model.clone(), task, account: text("見本の利用者") }.into(),
        operation::Parked {
            read_model: read_model.clone(),
            position: 411,
            event_type: "award.granted".to_owned(),
            error: "award.granted has version 2, this program reads up to 1".to_owned(),
        }
        .into(),
        operation::Retried { read_model: read_model.clone(), position: 411, event_type: "award.granted".to_owned() }.into(),
        operation::SkipProposed { read_model: read_model.clone(), position: 411, why: text("見本の理由") }.into(),
        operation::SkipWithdrawn { read_model: read_model.clone(), position: 411, why: text("見本の理由") }.into(),
        operation::Skipped { read_model, position: 411, proposed_by: StaffId(id(6)), why: text("見本の理由") }.into(),
    ]
}

fn installation_samples() -> [installation::InstallationEvent; 5] {
    let difference = |name: &str, before: Option<&str>, after: &str| installation::Difference {
        name: name.to_owned(),
        before: before.map(ToOwned::to_owned),
        after: Some(after.to_owned()),
    };
    [
        installation::ReleaseStarted {
            version: "0.1.0".to_owned(),
            commit: "3f2a9c1d0b7e".to_owned(),
            binary: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            part: "serve".to_owned(),
            differences: vec![
                difference("form/certificate", Some("11aa"), "22bb"),
                difference("permission/RunOperations", None, "operator"),
            ],
        }
        .into(),
        installation::SchemaMigrated {
            before: Some(28),
            after: 46,
            migrations: vec![installation::Migration {
                version: 46,
                description: "changes".to_owned(),
                checksum: "ab12".to_owned(),
            }],
        }
        .into(),
        installation::ConfigurationChanged {
            place: "serve@app01".to_owned(),
            fingerprint: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".to_owned(),
            differences: vec![difference("DAICHO_LOG_FORMAT", Some("text"), "json")],
        }
        .into(),
        installation::CatalogChanged {
            fingerprint: "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13".to_owned(),
            migrated: false,
            differences: vec![difference("trigger es.events/no_change", Some("O 4355"), "D 4355")],
        }
        .into(),
        installation::Restored {
            lost: vec![installation::Lost {
                log: "casework".to_owned(),
                kept: 400,
                signed: 412,
                root: "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b".to_owned(),
            }],
            approved_by: StaffId(id(6)),
        }
        .into(),
    ]
}
