//! Values that facts are made of: each is parsed or refused once, at the edge, and is right from then on.
//!
//! One type a file. To add one: a file here with a `parse` that returns a `thiserror` enum whose texts a clerk can read,
//! the line `pub mod …;` and the re-export below, and a table of accepted and refused texts in its tests. A type that
//! stands in JSON as a string takes its serde from `string_value!`, which validates on the way in.

#[macro_use]
mod string_value;
pub(crate) mod normalise;

pub mod address;
pub mod age;
pub mod application_stage;
pub mod change_ground;
pub mod change_number;
pub mod check_digit;
pub mod decision_number;
pub mod disease_id;
pub mod entry_kept;
pub mod fiscal_year;
pub mod insurance;
pub mod insurance_kind;
pub mod insurer_class;
pub mod insurer_number;
pub mod kana;
pub mod late_reason;
pub mod life_support;
pub mod likeness;
pub mod medical_scheme;
pub mod municipality_code;
pub mod my_number;
pub mod office_code;
pub mod payer_number;
pub mod person_name;
pub mod phone;
pub mod postal_code;
pub mod procedure_kind;
pub mod protection_ground;
pub mod receipt_number;
pub mod recipient_number;
pub mod relation;
pub mod severity;
pub mod sex;
pub mod short_text;
pub mod text;
pub mod tier;
pub mod validity_period;
pub mod wareki;
pub mod yen;

pub use address::Address;
pub use age::Age;
pub use application_stage::ApplicationStage;
pub use change_ground::ChangeGround;
pub use change_number::ChangeNumber;
pub use decision_number::DecisionNumber;
pub use disease_id::DiseaseId;
pub use entry_kept::{EntryKept, EntryKeptError};
pub use fiscal_year::FiscalYear;
pub use insurance::InsuranceCard;
pub use insurance_kind::InsuranceKind;
pub use insurer_class::InsurerClass;
pub use insurer_number::InsurerNumber;
pub use kana::Kana;
pub use late_reason::LateReason;
pub use life_support::LifeSupport;
pub use likeness::{Likeness, LikenessError, Sameness, SamenessError};
pub use medical_scheme::MedicalScheme;
pub use municipality_code::MunicipalityCode;
pub use my_number::MyNumber;
pub use office_code::OfficeCode;
pub use payer_number::PayerNumber;
pub use person_name::PersonName;
pub use phone::Phone;
pub use postal_code::PostalCode;
pub use procedure_kind::ProcedureKind;
pub use protection_ground::ProtectionGround;
pub use receipt_number::ReceiptNumber;
pub use recipient_number::RecipientNumber;
pub use relation::Relation;
pub use severity::Severity;
pub use sex::Sex;
pub use short_text::ShortText;
pub use text::FreeText;
pub use tier::Tier;
pub use validity_period::ValidityPeriod;
pub use wareki::{Era, EraPolicy, WarekiError};
pub use yen::Yen;
