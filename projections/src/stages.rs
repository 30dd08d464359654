//! Where something stands on its way, as a word in rows and addresses and as staff read it; written once for every way.

/// An enum `Stage` in the order of the work, and `UnknownStage` with its sentence.
macro_rules! stages {
    ($(#[$what:meta])* $unknown:literal; $($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)+) => {
        $(#[$what])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Stage { $($(#[$doc])* $name,)+ }

        impl Stage {
            /// All, in the order of the work.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Word in rows and addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Japanese word.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }

        /// A word that names no stage.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[error($unknown)]
        pub struct UnknownStage;

        impl std::str::FromStr for Stage {
            type Err = UnknownStage;
            fn from_str(text: &str) -> Result<Self, UnknownStage> {
                Self::ALL.iter().copied().find(|stage| stage.code() == text).ok_or(UnknownStage)
            }
        }
    };
}

pub(crate) use stages;
