//! 審査資料を発行した: what the members got, kept a sheet a case under the key of that case, so that what is erased is gone from here too.

use serde::{Deserialize, Serialize};

use crate::certificate::IssuedDocument;
use crate::ids::ApplicationId;

/// The sheet of one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BoardSheet {
    /// 申請.
    pub application: ApplicationId,
    /// The sheet as it was printed.
    pub document: IssuedDocument,
}

/// Papers of a sitting were issued to its members.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PapersIssued {
    /// 版, from 1. It takes the place of every edition before.
    pub edition: u16,
    /// A sheet a case, in the order of the agenda.
    pub sheets: Vec<BoardSheet>,
}

crate::personal::personal!(PapersIssued);
