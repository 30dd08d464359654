//! Of what kind the insurance of recipients is from which day on: what was registered and what notices and renewals told since.

use std::collections::HashMap;

use casework::recipient_file::Insured;
use events::application::InsuranceDetails;
use events::ids::RecipientId;
use events::recipient::RecipientEvent;
use events::{EventSet as _, HoldsPersonal, Log, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use projections::ledger::LedgerRow;
use sqlx::Row as _;
use uuid::Uuid;

use super::choosing::read;
use crate::{ActError, Acts};

/// What was told of a recipient's insurance.
struct Told {
    recipient: RecipientId,
    from: Date,
    insurance: Personal<InsuranceDetails>,
}

impl HoldsPersonal for Told {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("insurance", &mut self.insurance)
    }
}

impl Acts {
    /// The insurances of the recipients of these awards as they were known at a position, each in the order of its days. Only this field is opened.
    pub(super) async fn insured(
        &self,
        rows: &[LedgerRow],
        known_up_to: i64,
    ) -> Result<HashMap<RecipientId, Vec<Insured>>, ActError> {
        const TOLD: &str = "SELECT stream_id, event_type, schema_version, payload::text, effective_on::text FROM es.events \
                            WHERE log = $1 AND stream_id = ANY($2) AND position <= $3 \
                              AND event_type IN ('recipient.registered', 'recipient.particulars_changed') \
                            ORDER BY stream_id, stream_version";
        let recipients: Vec<Uuid> = rows.iter().map(|row| row.recipient.0).collect();
        let found =
            sqlx::query(TOLD).bind(Log::Casework.number()).bind(recipients).bind(known_up_to).fetch_all(self.pool()).await?;
        let mut told = Vec::with_capacity(found.len());
        for row in found {
            let (event_type, payload): (String, String) = (row.try_get(1)?, row.try_get(3)?);
            let insurance = match RecipientEvent::decode(&event_type, row.try_get(2)?, &payload)? {
                RecipientEvent::Registered(event) => Some(event.insurance),
                RecipientEvent::ParticularsChanged(event) => event.insurance,
                _ => None,
            };
            let from: String = row.try_get(4)?;
            let from: Date = from.parse().map_err(|error: jiff::Error| ActError::internal(&error))?;
            let recipient = RecipientId(row.try_get(0)?);
            told.extend(insurance.map(|insurance| Told { recipient, from, insurance }));
        }
        read(projections::open(self.pool(), &self.parts().ring, &mut told).await)?;
        let mut insured: HashMap<RecipientId, Vec<Insured>> = HashMap::new();
        for Told { recipient, from, insurance } in told {
            insured.entry(recipient).or_default().push((from, insurance.open().map(|details| details.kind)));
        }
        for kinds in insured.values_mut() {
            // Of two that count from one day the later told stands last, and counts.
            kinds.sort_by_key(|(from, _)| *from);
        }
        Ok(insured)
    }
}
