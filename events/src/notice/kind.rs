//! 届の種類, and who may hand one in (届出人).

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $error:ident, $message:literal { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All, in the order of screens.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored and in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// As staff read it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        /// A word that stands for none of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $error;

        impl std::str::FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::ALL.iter().copied().find(|one| one.code() == text).ok_or($error)
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What a notice is about.
    NoticeKind, UnknownNoticeKind, "その種類の届はありません。受給者のページから選び直してください。" {
        /// 記載事項変更届 (児童福祉法施行規則第7条の18): name, address, guardian, insurance.
        Particulars = "particulars", "記載事項変更届";
        /// 返還届: the entitlement is lost (児童福祉法第19条の6).
        Return = "return", "受給者証返還届";
        /// 転出届: the family moves to another authority.
        TransferOut = "transfer_out", "転出届";
        /// 再交付申請 (児童福祉法施行規則第7条の23).
        Reissue = "reissue", "受給者証再交付申請";
        /// 登録者証申請 (児童福祉法第19条の22第4項).
        RegistrantCertificate = "registrant_certificate", "登録者証申請";
        /// 代理人の届（委任状）.
        Proxy = "proxy", "代理人選任届";
        /// 代理人の解任.
        ProxyEnd = "proxy_end", "代理人解任届";
    }
}

codes! {
    /// Who hands a notice in.
    Filer, UnknownFiler, "届出人は、保護者、本人、代理人のいずれかを選んでください。" {
        /// 保護者.
        Guardian = "guardian", "保護者";
        /// 本人 (from 18).
        Patient = "patient", "本人";
        /// 代理人.
        Proxy = "proxy", "代理人";
    }
}
