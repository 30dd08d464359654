//! 性別 as the forms say it, for many at once: what the yearly report counts by and no list has in clear.

use std::collections::HashMap;

use events::application::ApplicationEvent;
use events::ids::ApplicationId;
use events::vocabulary::Sex;
use events::{EventSet as _, HoldsPersonal as _, Personal};
use sqlx::Row as _;
use store::{KeyIds, Opener};
use uuid::Uuid;

use crate::{ActError, Acts};

/// Applications read at once.
const PAGE: usize = 500;

impl Acts {
    /// What the newest form of each application says; nothing where it says nothing or was erased.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn sexes(&self, applications: &[ApplicationId]) -> Result<HashMap<ApplicationId, Sex>, ActError> {
        let mut found = HashMap::new();
        for page in applications.chunks(PAGE) {
            let ids: Vec<Uuid> = page.iter().map(|id| id.0).collect();
            let rows = sqlx::query(
                "SELECT stream_id, event_type, schema_version, payload::text FROM es.events
                 WHERE log = $1 AND stream_id = ANY($2)
                       AND event_type IN ('application.received', 'application.amended', 'application.taken_over')
                 ORDER BY position",
            )
            .bind(events::Log::Casework.number())
            .bind(ids)
            .fetch_all(self.pool())
            .await?;
            let (mut told, mut keys) = (Vec::with_capacity(rows.len()), KeyIds::default());
            for row in rows {
                let (id, name, version, payload): (Uuid, String, i16, String) =
                    (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
                let mut event = ApplicationEvent::decode(&name, version, &payload)?;
                event.visit_personal(&mut keys)?;
                told.push((ApplicationId(id), event));
            }
            self.parts().ring.prefetch(self.pool(), &keys.0).await?;
            for (id, mut event) in told {
                event.visit_personal(&mut Opener { ring: &self.parts().ring })?;
                let form = match &event {
                    ApplicationEvent::Received(event) => Some(&event.form),
                    ApplicationEvent::Amended(event) => Some(&event.form),
                    ApplicationEvent::TakenOver(event) => Some(&event.form),
                    _ => None,
                };
                match form.and_then(Personal::open).and_then(|form| form.child.sex) {
                    Some(sex) => found.insert(id, sex),
                    None => found.remove(&id),
                };
            }
        }
        Ok(found)
    }
}
