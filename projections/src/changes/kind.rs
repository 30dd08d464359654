//! What sort of thing changed, and on whose authority.

use crate::told::coded;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All, in the order of reports.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// As staff read it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownCode;
            fn from_str(text: &str) -> Result<Self, UnknownCode> {
                Self::ALL.iter().copied().find(|value| value.code() == text).ok_or(UnknownCode)
            }
        }

        coded!($name);
    };
}

/// A code that nobody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an unknown code of the read model of changes")]
pub struct UnknownCode;

codes! {
    /// What sort of thing changed.
    Kind {
        /// Recipients, awards, certificates.
        Entitlement = "entitlement", "受給権";
        /// A person's data was erased.
        Erasure = "erasure", "個人情報の消去";
        /// Rows of master tables.
        Master = "master", "マスタ";
        /// Versions of rules.
        Rule = "rule", "算定規則";
        /// Templates of documents.
        Form = "form", "帳票";
        /// Accounts, and what a role may do.
        Account = "account", "職員・権限";
        /// Settings of the program and the database.
        Configuration = "configuration", "設定";
        /// Builds of the program.
        Release = "release", "プログラム";
        /// Migrations.
        Schema = "schema", "DB定義";
        /// Functions, triggers, roles, grants.
        Guard = "guard", "DBの守り";
        /// Read models.
        ReadModel = "read_model", "表示用の表";
    }
}

codes! {
    /// On whose authority.
    Basis {
        /// An application (申請) that was decided on.
        Application = "application", "申請";
        /// A procedure of the system itself that names who acts and who approves.
        Procedure = "procedure", "所定の手続";
        /// A change request.
        Request = "request", "変更番号";
        /// Nobody asked for it: must not be.
        None = "none", "番号なし";
    }
}
