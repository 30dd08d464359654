//! 支援措置 on every screen: who of those shown is protected, and whether whoever asks has said lately what the address is needed for.
//! A page that shows persons tells [`Cx::viewed`], so no page can forget to ask.

use events::vocabulary::wareki;
use jiff::SignedDuration;
use jiff::civil::Date;
use projections::protections::{self, Protection};
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::problem::Problem;

/// How long an address stays readable for whoever said what for.
pub(crate) const REVEALED_FOR: SignedDuration = SignedDuration::from_mins(30);

/// What stands where an address would.
pub(crate) const HIDDEN: &str = "●●●●（支援措置のため表示していません）";

/// The protected ones among those who are shown.
#[derive(Clone, Default, Debug)]
pub(crate) struct Shield {
    asked: Vec<Uuid>,
    standing: Vec<Protection>,
    revealed: Vec<Uuid>,
}

/// The band above a page about one protected family.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Band {
    ground: &'static str,
    until: String,
    late: bool,
    hides: bool,
    href: String,
}

impl Shield {
    /// The protection of an application or a recipient.
    pub(crate) fn of(&self, subject: Uuid) -> Option<&Protection> {
        self.standing.iter().find(|one| one.is_of(subject))
    }

    /// Whether an application or a recipient is protected.
    pub(crate) fn covers(&self, subject: Uuid) -> bool {
        self.of(subject).is_some()
    }

    /// Whether where an application's or recipient's family lives must not be shown.
    pub(crate) fn hides(&self, subject: Uuid) -> bool {
        self.of(subject).is_some_and(|one| !self.revealed.contains(&one.application.0))
    }

    /// Whether anything must not be shown.
    pub(crate) fn hides_any(&self) -> bool {
        self.standing.iter().any(|one| !self.revealed.contains(&one.application.0))
    }

    /// The band of a page about one family; none where nobody of it is protected.
    pub(crate) fn band(&self, today: Date, person: bool) -> Option<Band> {
        let one = self.standing.first()?;
        Some(Band {
            ground: one.ground.label(),
            until: one.until.map(wareki::long).unwrap_or_default(),
            late: one.until.is_some_and(|until| until < today),
            hides: self.hides_any(),
            href: format!("{}{}", path(one.application.0), if person { "?next=person" } else { "" }),
        })
    }

    fn take(&mut self, asked: &[Uuid], found: Vec<Protection>, revealed: Vec<Uuid>) {
        self.asked.extend(asked);
        for one in found {
            if !self.standing.iter().any(|known| known.application == one.application) {
                self.standing.push(one);
            }
        }
        self.revealed.extend(revealed);
    }
}

/// Where the protection of an application's family is looked after.
pub(crate) fn path(application: Uuid) -> String {
    format!("/cases/{application}/protection")
}

impl Cx {
    /// Asks who of these applications and recipients is protected; together with everybody asked about before in this request.
    ///
    /// # Errors
    /// [`Problem::Unavailable`]: then nothing may be shown.
    pub(crate) async fn shield(&self, subjects: &[Uuid]) -> Result<Shield, Problem> {
        let known = self.shielded();
        let new: Vec<Uuid> = subjects.iter().copied().filter(|subject| !known.asked.contains(subject)).collect();
        if new.is_empty() {
            return Ok(known);
        }
        let found = protections::among(self.pool(), &new).await?;
        let revealed = match self.staff_if_any() {
            Some(staff) if !found.is_empty() => {
                projections::access::revealed_by(self.pool(), staff.actor.id.0, self.now - REVEALED_FOR).await?
            }
            _ => Vec::new(),
        };
        let mut shield = self.inner.shield.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shield.take(&new, found, revealed);
        Ok(shield.clone())
    }

    /// What was found out so far.
    pub(crate) fn shielded(&self) -> Shield {
        self.inner.shield.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, RecipientId};
    use events::vocabulary::ProtectionGround;
    use jiff::civil::date;

    use super::*;

    const CASE: Uuid = Uuid::from_u128(1);
    const CHILD: Uuid = Uuid::from_u128(2);

    fn shield(revealed: &[Uuid]) -> Shield {
        let one = Protection {
            application: ApplicationId(CASE),
            recipient: Some(RecipientId(CHILD)),
            ground: ProtectionGround::DomesticViolence,
            until: Some(date(2027, 3, 31)),
        };
        let mut shield = Shield::default();
        shield.take(&[CASE, CHILD], vec![one, one], revealed.to_vec());
        shield
    }

    #[test]
    fn an_address_is_hidden_until_it_is_asked_for_with_a_purpose() {
        let hidden = shield(&[]);
        assert!(hidden.covers(CHILD) && hidden.hides(CHILD) && hidden.hides(CASE) && !hidden.covers(Uuid::nil()));
        let shown = shield(&[CASE]);
        assert!(shown.covers(CHILD) && !shown.hides(CHILD) && !shown.hides_any());
        assert!(shield(&[Uuid::nil()]).hides(CASE), "what was said of another family does not count");
    }

    #[test]
    fn the_band_names_the_term_and_says_when_it_is_over() {
        let band = |today| shield(&[]).band(today, true).expect("protected");
        assert_eq!(band(date(2027, 3, 31)).until, "令和9年3月31日");
        assert!(!band(date(2027, 3, 31)).late && band(date(2027, 4, 1)).late);
        assert_eq!(Shield::default().band(date(2027, 4, 1), false), None);
    }
}
