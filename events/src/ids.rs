//! Identifiers: one type a concept, all UUIDs, so that a recipient can never be passed where an award is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

id! {
    /// One application (申請), from the counter to its decision; also the id of its stream.
    ApplicationId;
    /// One award (支給認定); also the id of its stream.
    AwardId;
    /// One certificate (受給者証); also the id of its stream.
    CertificateId;
    /// One notice (届); also the id of its stream.
    NoticeId;
    /// One recipient (受給者); also the id of its stream and of the person as a subject of personal data.
    RecipientId;
    /// One designation (指定) of a doctor or a medical institution; also the id of its stream and of the subject of its personal data.
    DesignationId;
    /// One attachment (添付書類); also the id of its stream.
    AttachmentId;
    /// One renewal campaign (一斉更新); also the id of its stream.
    CampaignId;
    /// One inquiry (照会) about an application.
    InquiryId;
    /// One letter to an applicant (通知文書); also the id of its stream.
    LetterId;
    /// One mass extension (有効期間の一括延長); also the id of its stream.
    ExtensionId;
    /// One claim for reimbursement (療養費の請求); also the id of its stream.
    ReimbursementId;
    /// One proposal (起案文書).
    ProposalId;
    /// One proposal to change the masters (マスタの改定案); also the id of its stream.
    MasterChangeId;
    /// One release of letters in bulk (一括送付); also the id of its stream.
    LetterReleaseId;
    /// One file for a review and payment organisation (受給者の連絡ファイル); also the id of its stream.
    RecipientFileId;
    /// One batch of payments (療養費の支払の一覧); also the id of its stream.
    PaymentBatchId;
    /// One import of claims (請求明細の取込); also the id of its stream.
    ClaimImportId;
    /// One transmittal list (進達書); also the id of its stream.
    TransmittalId;
    /// One print run (発行); also the id of its stream.
    PrintRunId;
    /// One takeover from the old ledger (移行); also the id of its stream and the subject of its file.
    TakeoverId;
    /// One sitting of the review board (審査会の開催); also the id of its stream.
    SittingId;
    /// One note (メモ); also the id of its stream.
    NoteId;
    /// One household (世帯); also the id of its stream.
    HouseholdId;
    /// One member of staff (職員); also the id of the account's stream.
    StaffId;
    /// A person whose data is sealed: a recipient, a member of staff, or an application before its person is known.
    SubjectId;
    /// The key under which one subject's data is sealed. Destroying it makes the data unreadable everywhere.
    KeyId;
    /// One event.
    EventId;
    /// One wish to act; repeating it gives the first answer again.
    CommandId;
    /// Everything that follows from one request in a browser or one run of a job.
    CorrelationId;
    /// Sealed bytes of an issued document.
    ArtifactId;
    /// A place in the vault of individual numbers (個人番号). Says nothing about the number.
    MyNumberRef;
}

/// Streams that exist once, such as a master table or a register of numbers, have an id made from their name.
pub fn named_stream(name: &str) -> Uuid {
    const NAMESPACE: Uuid = Uuid::from_u128(0x6f6d_6b9e_9f3a_5b7c_8d21_0c94_a1e5_72d3);
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}
