//! 指定難病の受給者の取込: many people outside the ledger are recorded in one act, or none of them. What a row would do is told before.

use std::collections::{BTreeMap, BTreeSet};

use casework::Refusal;
use casework::household::{Household, HouseholdRefusal};
use events::Log;
use events::household::HouseholdEvent;
use events::ids::{HouseholdId, SubjectId};

use crate::ids::derived;
use crate::load::Loaded;
use crate::submission::Submission;
use crate::{ActError, Acts, Done, Kin, OutsideInput, Request};

/// One person outside the ledger, and the child whose household it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutsideRow {
    /// The child.
    pub child: Kin,
    /// The person.
    pub input: OutsideInput,
}

/// What a row does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowVerdict {
    /// 新しく記録する.
    Added,
    /// 上限月額か有効期間を改める.
    Changed,
    /// Recorded so already.
    Unchanged,
}

impl Acts {
    /// What each row would do, or why it cannot. Nothing is kept.
    ///
    /// # Errors
    /// [`ActError`] where the rows cannot be looked at.
    pub async fn plan_outside(
        &self,
        request: &Request,
        rows: &[OutsideRow],
    ) -> Result<Vec<Result<RowVerdict, Refusal>>, ActError> {
        let mut import = Import::new(self, request);
        import.take(rows).await
    }

    /// Records all rows in one act; those that are recorded so already are passed over.
    ///
    /// # Errors
    /// [`ActError`]; nothing is recorded where one row cannot be.
    pub async fn import_outside(&self, request: &Request, rows: &[OutsideRow]) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut import = Import::new(self, request);
        let verdicts = import.take(rows).await?.into_iter().collect::<Result<Vec<_>, _>>()?;
        if verdicts.iter().all(|verdict| *verdict == RowVerdict::Unchanged) {
            return Err(Refusal::NothingChanged.into());
        }
        let done = import.submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((&done).into())
    }
}

/// Rows that are being put together.
struct Import<'a> {
    acts: &'a Acts,
    request: &'a Request,
    submission: Submission,
    /// The household of each child of the file.
    homes: BTreeMap<SubjectId, HouseholdId>,
    households: BTreeMap<HouseholdId, Loaded<Household>>,
    people: BTreeSet<SubjectId>,
}

impl<'a> Import<'a> {
    fn new(acts: &'a Acts, request: &'a Request) -> Self {
        Self {
            acts,
            request,
            submission: Submission::new(acts, Log::Casework, request),
            homes: BTreeMap::new(),
            households: BTreeMap::new(),
            people: BTreeSet::new(),
        }
    }

    async fn take(&mut self, rows: &[OutsideRow]) -> Result<Vec<Result<RowVerdict, Refusal>>, ActError> {
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            verdicts.push(match Box::pin(self.row(row)).await {
                Ok(verdict) => Ok(verdict),
                Err(ActError::Refused(Refusal::NothingChanged)) => Ok(RowVerdict::Unchanged),
                Err(ActError::Refused(refusal)) => Err(refusal),
                Err(other) => return Err(other),
            });
        }
        Ok(verdicts)
    }

    async fn row(&mut self, row: &OutsideRow) -> Result<RowVerdict, ActError> {
        let person = self.acts.outside_id(&row.input.person);
        if !self.people.insert(person) {
            return Err(Refusal::from(HouseholdRefusal::TwiceInTheFile).into());
        }
        let id = self.home(row.child).await?;
        if self.acts.household_of(person).await?.is_some_and(|other| other != id) {
            return Err(Refusal::from(HouseholdRefusal::InAnotherHousehold).into());
        }
        let loaded = match self.households.remove(&id) {
            Some(loaded) => loaded,
            None => self.acts.load::<Household, HouseholdEvent>(id.0).await?,
        };
        let loaded = self.households.entry(id).or_insert(loaded);
        let known = loaded.aggregate.member(person).is_some();
        let input = row.input.clone();
        self.acts.enter_outside(&mut self.submission, self.request, (id, loaded), row.child, input).await?;
        Ok(if known { RowVerdict::Changed } else { RowVerdict::Added })
    }

    /// The household of a child, as it is or as this act begins it.
    async fn home(&mut self, child: Kin) -> Result<HouseholdId, ActError> {
        let person = child.person();
        if let Some(id) = self.homes.get(&person) {
            return Ok(*id);
        }
        let begun = || HouseholdId(derived(self.request.command_id, &format!("household/{person}")));
        let id = self.acts.household_of(person).await?.unwrap_or_else(begun);
        self.homes.insert(person, id);
        Ok(id)
    }
}
