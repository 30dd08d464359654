//! Finding people by number, name, reading, birth date, guardian, telephone, address, disease, office or state. What is personal of it lies sealed in
//! the database, so it is searched in memory only: each process opens it once at its start and follows the read models from then on.
//! Nothing of it is ever written anywhere.

mod alike;
mod entries;
#[cfg(test)]
mod findable;
mod fit;
mod known;
mod query;
mod reach;
mod refresh;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::Likeness;
use uuid::Uuid;

use entries::{Entries, Entry};
use refresh::Cursor;

pub use alike::{Insured, Sought};
pub use known::{About, Known, Lexicon};
pub use reach::{Reach, ReachError};

/// Everybody in the ledger and in the worklist, by name, reading, birth date and number.
#[derive(Default)]
pub struct SearchIndex {
    entries: RwLock<Entries>,
    cursor: RwLock<Cursor>,
}

/// Whom a hit means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// A recipient in the ledger.
    Recipient(RecipientId),
    /// The child of an application.
    Application(ApplicationId),
}

impl Subject {
    /// The bare id.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Recipient(id) => id.0,
            Self::Application(id) => id.0,
        }
    }
}

/// How well a hit fits, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rank {
    /// 一致.
    Exact,
    /// 前方一致.
    Prefix,
    /// 部分一致.
    Contains,
    /// Alike but for voicing marks (濁点・半濁点の違い).
    Similar,
}

/// Among whom to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// 受給者.
    Recipients,
    /// 申請.
    Applications,
    /// Both.
    Everybody,
}

/// One hit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Who.
    pub subject: Subject,
    /// How well it fits.
    pub rank: Rank,
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The best hits, exact before prefix before contains, then by reading.
    pub hits: Vec<Hit>,
    /// How many fit altogether.
    pub total: usize,
    /// How the text was understood, in Japanese: 「生年月日 令和2年3月15日」.
    pub read_as: Vec<String>,
}

impl SearchIndex {
    /// An empty index; [`SearchIndex::refresh`] or [`SearchIndex::follow`] fills it.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many people and children it knows.
    pub fn people(&self) -> usize {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Position of the log that it shows.
    pub fn position(&self) -> i64 {
        self.cursor.read().unwrap_or_else(PoisonError::into_inner).shows
    }

    /// Whether everybody was read once.
    pub fn is_ready(&self) -> bool {
        self.cursor.read().unwrap_or_else(PoisonError::into_inner).loaded
    }

    /// Drops people at once, by the ids of recipients or applications.
    pub fn forget(&self, subjects: &[Uuid]) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        for id in subjects {
            entries.remove(Subject::Recipient(RecipientId(*id)));
            entries.remove(Subject::Application(ApplicationId(*id)));
        }
    }

    /// An index of these people, beside any read model.
    pub fn of(people: impl IntoIterator<Item = Known>) -> Self {
        let mut entries = Entries::default();
        for known in people {
            entries.put(Entry::new(known));
        }
        Self { entries: RwLock::new(entries), cursor: RwLock::default() }
    }

    /// Who is protected from now on, by the ids of applications and recipients: nobody finds them by address or telephone.
    fn protect(&self, protected: HashSet<Uuid>) {
        self.entries.write().unwrap_or_else(PoisonError::into_inner).protect(protected);
    }

    /// Looks for everybody who fits the whole text, and lives and is called so.
    pub fn search_reached(&self, text: &str, reach: &Reach, lexicon: &Lexicon, limit: usize) -> Found {
        let query = query::Query::parse(text, lexicon).reached(reach);
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let (hits, total) = entries.search(&query, Scope::Everybody, limit);
        Found { hits, total, read_as: query.read_as() }
    }

    /// Looks for everybody who fits the whole text.
    pub fn search(&self, text: &str, lexicon: &Lexicon, limit: usize) -> Found {
        self.search_in(Scope::Everybody, text, lexicon, limit)
    }

    /// The same among recipients or applications only.
    pub fn search_in(&self, scope: Scope, text: &str, lexicon: &Lexicon, limit: usize) -> Found {
        let query = query::Query::parse(text, lexicon);
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let (hits, total) = entries.search(&query, scope, limit);
        Found { hits, total, read_as: query.read_as() }
    }

    /// Everybody who looks like a child, the closest first, at most `limit`.
    pub fn alike(&self, sought: &Sought, limit: usize) -> Vec<(Subject, Vec<Likeness>)> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let mut found = entries.alike(sought);
        alike::closest_first(&mut found);
        found.truncate(limit);
        found
    }

    /// The same answer as of [`SearchIndex::search`], by looking at everybody: what the index is measured against.
    pub fn scan(&self, text: &str, lexicon: &Lexicon, limit: usize) -> Found {
        let query = query::Query::parse(text, lexicon);
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let (hits, total) = entries.scan(&query, Scope::Everybody, limit);
        Found { hits, total, read_as: query.read_as() }
    }
}
