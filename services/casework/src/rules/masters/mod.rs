//! Masters as the rules see them: typed rows with validity, status and the position at which they were adopted.
//!
//! A row in an event is JSON; here it is decoded once, so a wrong row is refused when it is adopted ([`check`]) and not when a case needs it.
//!
//! # Adding a table
//! A struct of its values in `rows.rs`, a field of [`Masters`] and its line in `tables!` below.

mod authority;
mod rows;
mod table;

use events::master::RowAdopted;
use jiff::civil::Date;

pub use authority::{Authority, ISSUER, NoAuthority};
pub use rows::{
    Cap, Disease, DiseaseSuccession, DocumentKind, Envelope, Holiday, LetterText, LevyBound, LowIncomeThreshold, Municipality,
    Notification, Office, Payer, PayerCategory, PaymentFileLayout, Phrase, ProgramParameter, RecipientFileLayout, ReviewedBy,
    SevereState, SuccessionKind, Waiver,
};
pub use table::{Dated, KnownRow, Table};

/// Why a row of a master is refused.
#[derive(Debug, thiserror::Error)]
pub enum MastersError {
    /// No table of that name.
    #[error("マスタ「{0}」はありません。表の名前を確かめてください。")]
    UnknownTable(String),
    /// The values are not those of the table.
    #[error("マスタ「{table}」の行「{key}」の値が正しくありません: {reason}")]
    Values {
        /// Table.
        table: String,
        /// Key.
        key: String,
        /// What the decoder says.
        reason: serde_json::Error,
    },
    /// The last day lies before the first.
    #[error("マスタ「{table}」の行「{key}」の適用終了日が開始日より前です。")]
    Period {
        /// Table.
        table: String,
        /// Key.
        key: String,
    },
}

macro_rules! tables {
    ($($(#[$doc:meta])* $field:ident: $row:ty = $name:literal, $title:literal;)+) => {
        /// All masters that were adopted up to some position.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Masters {
            $($(#[$doc])* pub $field: Table<$row>,)+
            position: i64,
        }

        /// Table names with their Japanese titles.
        pub const TABLES: &[(&str, &str)] = &[$(($name, $title)),+];

        impl Masters {
            /// Adds a row that was adopted at a position (0 for shipped rows without an installation).
            pub fn adopt(&mut self, position: i64, row: &RowAdopted) -> Result<(), MastersError> {
                if row.valid_to.is_some_and(|last| last < row.valid_from) {
                    return Err(MastersError::Period { table: row.table.clone(), key: row.key.clone() });
                }
                match row.table.as_str() {
                    $($name => self.$field.adopt(position, row)?,)+
                    other => return Err(MastersError::UnknownTable(other.to_owned())),
                }
                self.position = self.position.max(position);
                Ok(())
            }

            /// The row of a table and key that counts on a day, as it is proposed and adopted.
            pub fn row(&self, table: &str, key: &str, day: Date) -> Option<RowAdopted> {
                match table {
                    $($name => self.$field.at(key, day).map(|row| row.as_adopted($name)),)+
                    _ => None,
                }
            }

            /// Every row of a table, superseded ones included; none where there is no such table.
            pub fn rows_of(&self, table: &str) -> Option<Vec<KnownRow>> {
                match table {
                    $($name => Some(self.$field.known($name)),)+
                    _ => None,
                }
            }

            /// The masters as they were known at a position.
            #[must_use]
            pub fn known_up_to(&self, position: i64) -> Self {
                let mut earlier = Self { $($field: self.$field.known_up_to(position),)+ position: 0 };
                earlier.position = [$(earlier.$field.position()),+].into_iter().max().unwrap_or(0);
                earlier
            }
        }
    };
}

tables! {
    /// 自己負担上限月額, by tier (`I` to `VI`) and `haemophilia`.
    caps: Cap = "caps", "自己負担上限月額";
    /// 低所得の基準額, key `low_income`.
    low_income_thresholds: LowIncomeThreshold = "low_income_thresholds", "低所得の基準額";
    /// 所得割の下限, by tier (`V`, `VI`).
    levy_bounds: LevyBound = "levy_bounds", "所得割による階層の下限";
    /// 市町, by six-digit code.
    municipalities: Municipality = "municipalities", "市町と管轄事務所";
    /// 事務所, by two-digit code.
    offices: Office = "offices", "事務所";
    /// 発行者, key [`ISSUER`].
    authorities: Authority = "authorities", "発行者（自治体と担当課）";
    /// 公費負担者番号, by number.
    payer_numbers: Payer = "payer_numbers", "公費負担者番号";
    /// 県の定め: age limits, common end of validity, processing days.
    program: ProgramParameter = "program", "制度の定め";
    /// 疾病, by national code.
    diseases: Disease = "diseases", "疾病";
    /// 祝日, by day.
    holidays: Holiday = "holidays", "国民の祝日";
    /// 書類の種類.
    document_kinds: DocumentKind = "document_kinds", "書類の種類";
    /// 重症の状態 (告示462号二), by key.
    severe_states: SevereState = "severe_states", "重症の状態";
    /// 封筒, by key.
    envelopes: Envelope = "envelopes", "封筒";
    /// 受給者の連絡ファイルの様式, by organisation.
    recipient_file_layouts: RecipientFileLayout = "recipient_file_layouts", "受給者の連絡ファイルの様式";
    /// 審査支払機関, by the code of the kind of insurance.
    review_bodies: ReviewedBy = "review_bodies", "医療保険の種類と審査支払機関";
    /// 療養費の支払のファイルの様式, by file and record: `transfer_data`.
    payment_file_layouts: PaymentFileLayout = "payment_file_layouts", "療養費の支払のファイルの様式";
    /// 理由の定型文.
    phrases: Phrase = "phrases", "理由の定型文";
    /// 通知文書の文, by letter and block: `approval_notice.lead`.
    letter_texts: LetterText = "letter_texts", "通知文書の文";
    /// 疾病の移行 of an edition of the notification, by old and new.
    disease_successions: DiseaseSuccession = "disease_successions", "疾病の移行（告示の改正）";
}

impl Masters {
    /// All rows with the positions at which they were adopted.
    pub fn from_rows<'r>(rows: impl IntoIterator<Item = (i64, &'r RowAdopted)>) -> Result<Self, MastersError> {
        let mut masters = Self::default();
        for (position, row) in rows {
            masters.adopt(position, row)?;
        }
        Ok(masters)
    }

    /// Position of the last row that was adopted.
    pub const fn position(&self) -> i64 {
        self.position
    }
}

/// Whether a row may be adopted: its table exists, its values are those of the table, its period is one.
pub fn check(row: &RowAdopted) -> Result<(), MastersError> {
    Masters::default().adopt(0, row)
}
