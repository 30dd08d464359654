//! The installation (台帳の開設): founded once, simulated or real for ever; and what the program and its surroundings were seen to be.
//! Noting what is as it was says nothing; noting something else says exactly what differs.

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::StaffId;
use events::installation::{
    CatalogChanged, ConfigurationChanged, Difference, Founded, InstallationEvent, Lost, Migration, ReleaseStarted, Restored,
    SchemaMigrated,
};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Fact, Refusal};

/// Things by name, each with a code, a setting or a digest.
pub type Inventory = BTreeMap<String, String>;

/// The installation, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Installation {
    simulated: Option<bool>,
    binaries: BTreeSet<String>,
    contents: Inventory,
    migrated_to: Option<i64>,
    configurations: BTreeMap<String, Inventory>,
    catalog: Inventory,
}

/// A build of the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// Its version.
    pub version: String,
    /// The commit it was built from.
    pub commit: String,
    /// SHA-256 of the executable file, in hex.
    pub binary: String,
    /// Rules, forms, permissions, read models.
    pub contents: Inventory,
}

/// What was seen at a start or now and then; what was not looked at is none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Observation {
    /// Which part looked: `serve`, `work`, `demo`, `migrate`.
    pub part: String,
    /// The machine it runs on.
    pub machine: String,
    /// The build.
    pub release: Option<Release>,
    /// Every migration that was ever applied, in order.
    pub migrations: Option<Vec<Migration>>,
    /// Settings, secrets redacted.
    pub configuration: Option<Inventory>,
    /// Functions, triggers, tables, roles and grants, with digests.
    pub catalog: Option<Inventory>,
}

/// A command on the installation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InstallationCommand {
    /// Found it.
    Found(Founded),
    /// Note what was seen.
    Note(Observation),
    /// 古い状態からの復元を申告する: who acts says so, and a second person answers for it, too.
    DeclareRestored {
        /// What is lost.
        lost: Vec<Lost>,
        /// The second person.
        second: Actor,
    },
}

impl Installation {
    /// Whether everybody in it is fictional; none where it is not founded.
    pub const fn simulated(&self) -> Option<bool> {
        self.simulated
    }

    /// The newest migration that was told.
    pub(crate) const fn migrated_to(&self) -> Option<i64> {
        self.migrated_to
    }

    /// Whether any build was seen running.
    pub fn has_run(&self) -> bool {
        !self.binaries.is_empty()
    }

    fn note(&self, seen: Observation) -> Result<Vec<InstallationEvent>, Refusal> {
        if self.simulated.is_none() {
            return Err(Refusal::NotFounded);
        }
        let Observation { part, machine, release, migrations, configuration, catalog } = seen;
        let migrated = migrations.and_then(|applied| self.migrated(applied));
        let has_migrated = migrated.is_some();
        let mut events: Vec<InstallationEvent> = Vec::new();
        events.extend(release.and_then(|release| self.started(release, &part)).map(Into::into));
        events.extend(migrated.map(Into::into));
        events.extend(configuration.and_then(|settings| self.configured(&settings, format!("{part}@{machine}"))).map(Into::into));
        events.extend(catalog.and_then(|catalog| self.catalogued(&catalog, has_migrated)).map(Into::into));
        Ok(events)
    }

    fn started(&self, release: Release, part: &str) -> Option<ReleaseStarted> {
        let Release { version, commit, binary, contents } = release;
        let differences = differences(&self.contents, &contents);
        let part = part.to_owned();
        (!self.binaries.contains(&binary)).then_some(ReleaseStarted { version, commit, binary, part, differences })
    }

    fn migrated(&self, applied: Vec<Migration>) -> Option<SchemaMigrated> {
        let before = self.migrated_to;
        let migrations: Vec<Migration> =
            applied.into_iter().filter(|migration| before.is_none_or(|before| migration.version > before)).collect();
        let after = migrations.last()?.version;
        Some(SchemaMigrated { before, after, migrations })
    }

    fn configured(&self, settings: &Inventory, place: String) -> Option<ConfigurationChanged> {
        let before = self.configurations.get(&place).cloned().unwrap_or_default();
        let differences = differences(&before, settings);
        (!differences.is_empty()).then(|| ConfigurationChanged { place, fingerprint: fingerprint(settings), differences })
    }

    fn catalogued(&self, catalog: &Inventory, migrated: bool) -> Option<CatalogChanged> {
        let differences = differences(&self.catalog, catalog);
        (!differences.is_empty()).then(|| CatalogChanged { fingerprint: fingerprint(catalog), migrated, differences })
    }
}

/// Two who answer for the operation, and something that is lost.
fn restored(lost: Vec<Lost>, second: &Actor, by: StaffId) -> Result<Restored, Refusal> {
    if !matches!(second.role, StaffRole::Operator | StaffRole::Administrator) {
        return Err(Refusal::NeedsRole(StaffRole::Operator.label()));
    }
    if second.id == by {
        return Err(Refusal::OwnRestoration);
    }
    if lost.is_empty() || lost.iter().any(|one| one.kept < 0 || one.kept >= one.signed) {
        return Err(Refusal::NothingLost);
    }
    Ok(Restored { lost, approved_by: second.id })
}

fn differences(before: &Inventory, after: &Inventory) -> Vec<Difference> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| Difference { name: name.clone(), before: before.get(name).cloned(), after: after.get(name).cloned() })
        .collect()
}

/// SHA-256 over names and values, in hex.
pub fn fingerprint(inventory: &Inventory) -> String {
    let mut hash = Sha256::new();
    for (name, value) in inventory {
        for text in [name, value] {
            hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(text);
        }
    }
    hex::encode(hash.finalize())
}

fn take_in(inventory: &mut Inventory, differences: Vec<Difference>) {
    for Difference { name, after, .. } in differences {
        match after {
            Some(value) => drop(inventory.insert(name, value)),
            None => drop(inventory.remove(&name)),
        }
    }
}

impl Aggregate for Installation {
    const TYPE: &'static str = "installation";
    type Command = (StaffId, InstallationCommand);
    type Event = Fact<InstallationEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (by, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let events = match command {
            InstallationCommand::DeclareRestored { .. } if self.simulated.is_none() => return Err(Refusal::NotFounded),
            InstallationCommand::DeclareRestored { lost, second } => vec![restored(lost, &second, by)?.into()],
            InstallationCommand::Found(_) if self.simulated.is_some() => return Err(Refusal::AlreadyFounded),
            InstallationCommand::Found(founded) => vec![founded.into()],
            InstallationCommand::Note(seen) => self.note(seen)?,
        };
        for event in events {
            sink.write(Fact { event, by }, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: Fact<InstallationEvent>) {
        match fact.event {
            InstallationEvent::Founded(event) => self.simulated = Some(event.simulated),
            InstallationEvent::ReleaseStarted(event) => {
                self.binaries.insert(event.binary);
                take_in(&mut self.contents, event.differences);
            }
            InstallationEvent::SchemaMigrated(event) => self.migrated_to = Some(event.after),
            InstallationEvent::ConfigurationChanged(event) => {
                take_in(self.configurations.entry(event.place).or_default(), event.differences);
            }
            InstallationEvent::CatalogChanged(event) => take_in(&mut self.catalog, event.differences),
            InstallationEvent::Restored(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use uuid::Uuid;

    use super::*;

    const BY: StaffId = StaffId(Uuid::from_u128(1));

    fn founded() -> Fact<InstallationEvent> {
        Fact::new(Founded { simulated: false, prefecture: "41".to_owned(), program_version: "0.1.0".to_owned() }, BY)
    }

    fn inventory(things: &[(&str, &str)]) -> Inventory {
        things.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn migration(version: i64) -> Migration {
        Migration { version, description: "見本".to_owned(), checksum: format!("{version:02x}") }
    }

    fn seen() -> Observation {
        Observation {
            part: "serve".to_owned(),
            machine: "app01".to_owned(),
            release: Some(Release {
                version: "0.1.0".to_owned(),
                commit: "abc".to_owned(),
                binary: "ff".to_owned(),
                contents: inventory(&[("form/certificate", "11")]),
            }),
            migrations: Some(vec![migration(1), migration(2)]),
            configuration: Some(inventory(&[("DAICHO_X", "1")])),
            catalog: Some(inventory(&[("trigger t", "O")])),
        }
    }

    fn told(before: &[Observation], now: Observation) -> Vec<InstallationEvent> {
        let mut installation = Installation::default();
        installation.apply(founded());
        for seen in before {
            for event in installation.note(seen.clone()).expect("founded") {
                installation.apply(Fact { event, by: BY });
            }
        }
        installation.note(now).expect("founded")
    }

    #[test]
    fn a_real_installation_never_becomes_simulated() {
        let again = Founded { simulated: true, prefecture: "41".to_owned(), program_version: "0.1.0".to_owned() };
        TestFramework::<Installation>::with(())
            .given(vec![founded()])
            .when((BY, InstallationCommand::Found(again)))
            .then_expect_error(Refusal::AlreadyFounded);
        TestFramework::<Installation>::with(())
            .given_no_previous_events()
            .when((BY, InstallationCommand::Note(seen())))
            .then_expect_error(Refusal::NotFounded);
    }

    #[test]
    fn what_is_lost_is_declared_by_two() {
        let lost = |kept, signed| vec![Lost { log: "casework".to_owned(), kept, signed, root: "ab".to_owned() }];
        let second = |id: u128, role| {
            let name = events::ActorName::Program("test".to_owned());
            Actor { id: StaffId(Uuid::from_u128(id)), name, role, office: None }
        };
        let declare = |lost, second| (BY, InstallationCommand::DeclareRestored { lost, second });
        let framework = || TestFramework::<Installation>::with(()).given(vec![founded()]);
        let other = second(2, StaffRole::Administrator);
        let event = Restored { lost: lost(3, 9), approved_by: other.id };
        framework().when(declare(lost(3, 9), other.clone())).then_expect_events(vec![Fact::new(event, BY)]);
        framework().when(declare(lost(3, 9), second(1, StaffRole::Operator))).then_expect_error(Refusal::OwnRestoration);
        framework().when(declare(lost(9, 9), other.clone())).then_expect_error(Refusal::NothingLost);
        framework().when(declare(vec![], other)).then_expect_error(Refusal::NothingLost);
        assert!(framework().when(declare(lost(3, 9), second(2, StaffRole::Counter))).inspect_result().is_err());
    }

    #[test]
    fn everything_is_told_at_first_and_nothing_that_is_as_it_was() {
        let types: Vec<&str> = told(&[], seen()).iter().map(events::EventSet::event_type).collect();
        assert_eq!(
            types,
            [
                "installation.release_started",
                "installation.schema_migrated",
                "installation.configuration_changed",
                "installation.catalog_changed"
            ]
        );
        assert!(told(&[seen()], seen()).is_empty());
        assert!(told(&[seen()], Observation::default()).is_empty());
    }

    #[test]
    fn what_differs_is_told_with_what_it_was() {
        let other = Observation {
            migrations: Some(vec![migration(1), migration(2), migration(3)]),
            catalog: Some(inventory(&[("trigger t", "D"), ("trigger u", "O")])),
            configuration: Some(Inventory::new()),
            ..seen()
        };
        let events = told(&[seen()], other);
        let difference = |name: &str, before: Option<&str>, after: Option<&str>| Difference {
            name: name.to_owned(),
            before: before.map(ToOwned::to_owned),
            after: after.map(ToOwned::to_owned),
        };
        let [
            InstallationEvent::SchemaMigrated(schema),
            InstallationEvent::ConfigurationChanged(settings),
            InstallationEvent::CatalogChanged(catalog),
        ] = events.as_slice()
        else {
            panic!("{events:?}")
        };
        assert_eq!((schema.before, schema.after, schema.migrations.len()), (Some(2), 3, 1));
        assert_eq!(settings.differences, [difference("DAICHO_X", Some("1"), None)]);
        assert_eq!(
            catalog.differences,
            [difference("trigger t", Some("O"), Some("D")), difference("trigger u", None, Some("O"))]
        );
        assert!(catalog.migrated);
    }

    #[test]
    fn two_machines_have_their_own_settings_and_a_build_is_told_once() {
        let second = Observation { machine: "app02".to_owned(), ..seen() };
        let events = told(&[seen()], second);
        assert!(matches!(events.as_slice(), [InstallationEvent::ConfigurationChanged(event)] if event.place == "serve@app02"));
    }
}
