//! What changes in the program and around it: builds, migrations, settings, guards of the log, read models.

use events::installation::InstallationEvent;
use events::operation::OperationEvent;
use serde_json::json;

use super::kind::Kind;
use super::thing::{Authority, Thing};

pub(super) fn installation(event: &InstallationEvent) -> Vec<Thing> {
    let differences = |kind: fn(&str) -> Kind, prefix: &str, all: &[events::installation::Difference]| -> Vec<Thing> {
        let thing = |one: &events::installation::Difference| Thing {
            kind: kind(&one.name),
            subject: format!("{prefix}{}", one.name),
            content: one.after.clone(),
        };
        all.iter().map(thing).collect()
    };
    match event {
        InstallationEvent::Founded(event) => {
            let content =
                json!({ "simulated": event.simulated, "prefecture": event.prefecture, "program_version": event.program_version });
            vec![Thing::new(Kind::Release, "installation", content.to_string())]
        }
        InstallationEvent::ReleaseStarted(event) => {
            let content = json!({ "version": event.version, "commit": event.commit, "sha256": event.binary });
            let mut things = vec![Thing::new(Kind::Release, "program", content.to_string())];
            things.extend(differences(of_release, "", &event.differences));
            things
        }
        InstallationEvent::SchemaMigrated(event) => {
            let mut things = vec![Thing::new(Kind::Schema, "schema", event.after.to_string())];
            things.extend(event.migrations.iter().map(|migration| {
                let subject = format!("migration/{:04} {}", migration.version, migration.description);
                Thing::new(Kind::Schema, subject, migration.checksum.clone())
            }));
            things
        }
        InstallationEvent::ConfigurationChanged(event) => {
            differences(|_| Kind::Configuration, &format!("{}/", event.place), &event.differences)
        }
        InstallationEvent::CatalogChanged(event) => differences(|_| Kind::Guard, "", &event.differences),
        InstallationEvent::Restored(event) => {
            let thing = |lost: &events::installation::Lost| {
                let content = json!({ "kept": lost.kept, "signed": lost.signed, "root": lost.root });
                Thing::new(Kind::Guard, format!("log {}", lost.log), content.to_string())
            };
            event.lost.iter().map(thing).collect()
        }
    }
}

pub(super) fn operation(event: &OperationEvent) -> (Vec<Thing>, Authority) {
    let (read_model, content, procedure) = match event {
        OperationEvent::Requested(event) => (&event.read_model, event.task.code().to_owned(), false),
        OperationEvent::CarriedOut(event) => {
            let content = json!({ "task": event.task, "outcome": event.outcome, "detail": event.detail });
            (&event.read_model, content.to_string(), true)
        }
        // Whoever is at the machine gives the change request, or none: then it shows as such.
        OperationEvent::Begun(event) => {
            (&event.read_model, json!({ "task": event.task, "detail": "command line" }).to_string(), false)
        }
        OperationEvent::Parked(event) => {
            let detail = format!("{} {}: {}", event.position, event.event_type, event.error);
            (&event.read_model, json!({ "task": "parked", "detail": detail }).to_string(), true)
        }
        OperationEvent::Retried(event) => {
            let detail = format!("{} {}", event.position, event.event_type);
            (&event.read_model, json!({ "task": "applied", "detail": detail }).to_string(), true)
        }
        OperationEvent::SkipProposed(event) => {
            (&event.read_model, json!({ "task": "skip_proposed", "detail": event.position.to_string() }).to_string(), false)
        }
        OperationEvent::SkipWithdrawn(event) => {
            (&event.read_model, json!({ "task": "skip_withdrawn", "detail": event.position.to_string() }).to_string(), false)
        }
        OperationEvent::Skipped(event) => {
            (&event.read_model, json!({ "task": "skipped", "detail": event.position.to_string() }).to_string(), false)
        }
    };
    let prepared_by = match event {
        OperationEvent::Skipped(event) => Some(event.proposed_by.0),
        _ => None,
    };
    (
        vec![Thing::new(Kind::ReadModel, format!("operation/{read_model}"), content)],
        Authority { procedure, prepared_by, ..Authority::default() },
    )
}

/// What kind of thing a build brings, by the first word of its name.
fn of_release(name: &str) -> Kind {
    match name.split_once('/').map_or(name, |(area, _)| area) {
        "rule" | "rules" => Kind::Rule,
        "form" => Kind::Form,
        "permission" => Kind::Account,
        "read_model" => Kind::ReadModel,
        _ => Kind::Release,
    }
}
