//! Closed lists of words: an enum whose values stand in events, rows and addresses by a code, and before staff by a label.

/// Writes the enum, `ALL` in the order of lists, `code`, `label`, and `FromStr` with an error of its own that says what to do. A third
/// word for each value, where one is wanted, is the answer of the function named after the sentence of the error.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $error:ident, $message:literal { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All, in the order of lists.
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
    ($(#[$doc:meta])* $name:ident, $error:ident, $message:literal, $(#[$third_doc:meta])* $third:ident
     { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $label:literal, $word:literal;)+ }) => {
        $crate::codes! {
            $(#[$doc])*
            $name, $error, $message { $($(#[$variant_doc])* $variant = $code, $label;)+ }
        }

        impl $name {
            $(#[$third_doc])*
            pub const fn $third(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}
