//! How events get their wire names: one enum a stream type, one enum of all, both made from the same list.

use crate::upcasting;
use crate::{HoldsPersonal, PersonalError, PersonalVisitor};

/// The events of one stream type.
pub trait EventSet: Sized + HoldsPersonal {
    /// Stream type in the store.
    const STREAM_TYPE: &'static str;
    /// All (wire name, newest version) of this set.
    const TYPES: &'static [(&'static str, i16)];

    /// Wire name, such as `application.received`.
    fn event_type(&self) -> &'static str;

    /// Version of the payload's shape.
    fn schema_version(&self) -> i16;

    /// The payload as it is stored.
    ///
    /// # Errors
    /// Where personal data is still open.
    fn encode(&self) -> Result<String, serde_json::Error>;

    /// Reads a stored payload, older versions through upcasting.
    ///
    /// # Errors
    /// [`DecodeError`] for a type or version that this program does not know, or a payload of another shape.
    fn decode(event_type: &str, schema_version: i16, payload: &str) -> Result<Self, DecodeError>;
}

/// Why a stored event could not be read. Names no content.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    /// Written by a newer program, or not ours at all.
    #[error("unknown event type {0}")]
    UnknownType(String),
    /// Written by a newer program.
    #[error("{event_type} has version {found}, this program reads up to {known}")]
    FutureVersion {
        /// Wire name.
        event_type: String,
        /// Version in the store.
        found: i16,
        /// Newest version known here.
        known: i16,
    },
    /// No step leads from this version to the newest.
    #[error("no way from version {found} of {event_type} to the newest")]
    NoUpcast {
        /// Wire name.
        event_type: String,
        /// Version in the store.
        found: i16,
    },
    /// The payload is not of the shape its version promises.
    #[error("payload of {event_type} does not have the shape of version {version}: at line {line}, column {column}")]
    Shape {
        /// Wire name.
        event_type: String,
        /// Version in the store.
        version: i16,
        /// Line in the payload.
        line: usize,
        /// Column in the payload.
        column: usize,
    },
}

/// Decodes a payload into its struct, through upcasting where it is older.
pub(crate) fn decode_payload<T: serde::de::DeserializeOwned>(
    event_type: &str,
    found: i16,
    newest: i16,
    payload: &str,
) -> Result<T, DecodeError> {
    let shape = |error: serde_json::Error| DecodeError::Shape {
        event_type: event_type.to_owned(),
        version: found,
        line: error.line(),
        column: error.column(),
    };
    if found == newest {
        return serde_json::from_str(payload).map_err(shape);
    }
    if found > newest {
        return Err(DecodeError::FutureVersion { event_type: event_type.to_owned(), found, known: newest });
    }
    let value = serde_json::from_str(payload).map_err(shape)?;
    let value = upcasting::upcast(upcasting::STEPS, event_type, found, newest, value)
        .ok_or_else(|| DecodeError::NoUpcast { event_type: event_type.to_owned(), found })?;
    serde_json::from_value(value).map_err(shape)
}

/// Makes the enum of one stream type from its list of events.
macro_rules! event_set {
    ($(#[$doc:meta])* $name:ident, $stream:literal { $($(#[$variant_doc:meta])* $variant:ident($payload:ty) = $wire:literal v $version:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug, serde::Serialize)]
        #[serde(untagged)]
        pub enum $name { $($(#[$variant_doc])* $variant($payload),)+ }

        impl $crate::EventSet for $name {
            const STREAM_TYPE: &'static str = $stream;
            const TYPES: &'static [(&'static str, i16)] = &[$(($wire, $version)),+];

            fn event_type(&self) -> &'static str {
                match self { $(Self::$variant(_) => $wire,)+ }
            }

            fn schema_version(&self) -> i16 {
                match self { $(Self::$variant(_) => $version,)+ }
            }

            fn encode(&self) -> Result<String, serde_json::Error> {
                serde_json::to_string(self)
            }

            fn decode(event_type: &str, schema_version: i16, payload: &str) -> Result<Self, $crate::DecodeError> {
                match event_type {
                    $($wire => $crate::event_set::decode_payload(event_type, schema_version, $version, payload).map(Self::$variant),)+
                    _ => Err($crate::DecodeError::UnknownType(event_type.to_owned())),
                }
            }
        }

        impl $crate::HoldsPersonal for $name {
            fn visit_personal<V: $crate::PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), $crate::PersonalError> {
                match self { $(Self::$variant(event) => event.visit_personal(visitor),)+ }
            }
        }

        $(impl From<$payload> for $name {
            fn from(event: $payload) -> Self {
                Self::$variant(event)
            }
        })+
    };
}
pub(crate) use event_set;

macro_rules! all_events {
    ($($(#[$doc:meta])* $variant:ident($set:ty),)+) => {
        /// Any event of any stream: what projections and replay read.
        #[expect(clippy::large_enum_variant, reason = "events are read one after the other and mostly are of the large kind")]
        #[derive(Clone, PartialEq, Debug, serde::Serialize)]
        #[serde(untagged)]
        pub enum Event { $($(#[$doc])* $variant($set),)+ }

        impl Event {
            /// Every (wire name, newest version) there is.
            pub fn types() -> impl Iterator<Item = (&'static str, i16)> {
                [$(<$set>::TYPES),+].into_iter().flatten().copied()
            }

            /// Reads a stored event of any stream.
            ///
            /// # Errors
            /// As [`EventSet::decode`].
            pub fn decode(event_type: &str, schema_version: i16, payload: &str) -> Result<Self, DecodeError> {
                $(if <$set>::TYPES.iter().any(|(wire, _)| *wire == event_type) {
                    return <$set>::decode(event_type, schema_version, payload).map(Self::$variant);
                })+
                Err(DecodeError::UnknownType(event_type.to_owned()))
            }

            /// Wire name.
            pub fn event_type(&self) -> &'static str {
                match self { $(Self::$variant(set) => set.event_type(),)+ }
            }

            /// Version of the payload's shape.
            pub fn schema_version(&self) -> i16 {
                match self { $(Self::$variant(set) => set.schema_version(),)+ }
            }

            /// Stream type in the store.
            pub fn stream_type(&self) -> &'static str {
                match self { $(Self::$variant(_) => <$set>::STREAM_TYPE,)+ }
            }

            /// The payload as it is stored.
            ///
            /// # Errors
            /// Where personal data is still open.
            pub fn encode(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$variant(set) => set.encode(),)+ }
            }
        }

        impl HoldsPersonal for Event {
            fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
                match self { $(Self::$variant(set) => set.visit_personal(visitor),)+ }
            }
        }

        $(impl From<$set> for Event {
            fn from(event: $set) -> Self {
                Self::$variant(event)
            }
        })+
    };
}

all_events! {
    /// Of an application (申請).
    Application(crate::application::ApplicationEvent),
    /// Of a recipient (受給者).
    Recipient(crate::recipient::RecipientEvent),
    /// Of a notice (届).
    Notice(crate::notice::NoticeEvent),
    /// Of a mass extension (有効期間の一括延長).
    Extension(crate::extension::ExtensionEvent),
    /// Of a reimbursement (療養費).
    Reimbursement(crate::reimbursement::ReimbursementEvent),
    /// Of an award (支給認定).
    Award(crate::award::AwardEvent),
    /// Of a certificate (受給者証).
    Certificate(crate::certificate::CertificateEvent),
    /// Of a letter to an applicant (通知文書).
    Letter(crate::letter::LetterEvent),
    /// Of a designation of a doctor or a medical institution (指定医・指定医療機関).
    Designation(crate::designation::DesignationEvent),
    /// Of an attachment (添付書類).
    Attachment(crate::attachment::AttachmentEvent),
    /// Of a renewal campaign (一斉更新).
    Campaign(crate::campaign::CampaignEvent),
    /// Of the tax data of a household for a new year (課税情報).
    TaxData(crate::tax_data::TaxDataEvent),
    /// Of a print run (発行).
    PrintRun(crate::print_run::PrintRunEvent),
    /// Of the governor's seal (公印).
    Seal(crate::seal::SealEvent),
    /// Of a transmittal list (進達書).
    Transmittal(crate::transmittal::TransmittalEvent),
    /// Of a sitting of the review board (審査会).
    Sitting(crate::sitting::SittingEvent),
    /// Of a note (メモ).
    Note(crate::note::NoteEvent),
    /// Of a protection (支援措置).
    Protection(crate::protection::ProtectionEvent),
    /// Of two rows of one person (同じ人).
    SamePerson(crate::same_person::SamePersonEvent),
    /// Of a mailing address (送付先).
    Mailing(crate::mailing::MailingEvent),
    /// Of a household (世帯).
    Household(crate::household::HouseholdEvent),
    /// Of somebody's belonging to a household.
    Membership(crate::membership::MembershipEvent),
    /// Of a nightly run (夜間処理).
    Nightly(crate::nightly::NightlyEvent),
    /// Of an impact study (影響調査).
    Impact(crate::impact::ImpactEvent),
    /// Of a takeover from the old ledger (移行).
    Takeover(crate::takeover::TakeoverEvent),
    /// Of a post (職) and who stands in for its holders.
    Post(crate::post::PostEvent),
    /// Of an account (職員).
    Account(crate::account::AccountEvent),
    /// Of a master table (マスタ).
    Master(crate::master::MasterEvent),
    /// Of a proposal to change the masters (マスタの改定案).
    MasterChange(crate::master_change::MasterChangeEvent),
    /// Of a release of letters in bulk (一括送付).
    LetterRelease(crate::letter_release::LetterReleaseEvent),
    /// Of a file for a review and payment organisation (受給者の連絡ファイル).
    RecipientFile(crate::recipient_file::RecipientFileEvent),
    /// Of a batch of payments (療養費の支払の一覧).
    PaymentBatch(crate::payment_batch::PaymentBatchEvent),
    /// Of an import of claims (請求明細の取込).
    ClaimImport(crate::claim_import::ClaimImportEvent),
    /// Of a recipient's cap sheets (自己負担上限額管理票).
    CapSheet(crate::cap_sheet::CapSheetEvent),
    /// Of a register of numbers (採番簿).
    Register(crate::register::RegisterEvent),
    /// Of an erasure (個人情報の消去).
    Erasure(crate::erasure::ErasureEvent),
    /// Of the operation of a read model (表示用の表の操作).
    Operation(crate::operation::OperationEvent),
    /// Of the installation.
    Installation(crate::installation::InstallationEvent),
    /// Of a monthly review (月次点検).
    AccessReview(crate::access_review::AccessReviewEvent),
    /// Of an auditor's sample (監査標本).
    Audit(crate::audit::AuditEvent),
    /// Of the access log (閲覧記録).
    Viewing(crate::viewing::ViewingEvent),
}
