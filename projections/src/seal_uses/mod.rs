//! 公印使用簿: on which day did which version of the seal go on how many documents? One row a certificate that bears it.

mod queries;

use events::Event;
use events::certificate::CertificateEvent;
use jiff::civil::Date;
use store::{Cause, Latest, Projection, Table, Told};
use uuid::Uuid;

pub use queries::{UseRow, by_day};

use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Use {
    version: i32,
    used_on: Date,
}
store::columns!(Use, in "seal_uses" by "certificate": version, used_on);

/// The read model.
pub struct SealUses;

impl Projection for SealUses {
    fn name(&self) -> &'static str {
        "seal_uses"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["certificate"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(Fold::default())
    }
}

/// The table.
#[derive(Default)]
struct Fold(Latest<Use>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        if let Event::Certificate(CertificateEvent::Issued(event)) = told.event().map_err(FoldError::from)?
            && let Some(version) = event.seal
        {
            let version = i32::try_from(version).unwrap_or(i32::MAX);
            self.0.put(told.recorded.stream_id, Use { version, used_on: event.issued_on });
        }
        Ok(())
    }
}
