//! A value that stands in JSON as one string: serde, `FromStr` and the schema all go through its `parse`.

/// Gives a type with `parse(&str) -> Result<Self, $error>` and `Display` its string conversions and JSON Schema.
/// The type itself carries `#[serde(try_from = "String", into = "String")]`.
macro_rules! string_value {
    ($type:ident, $error:ty) => {
        impl std::str::FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $type {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.to_string()
            }
        }
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }
    };
}

/// A closed list of codes: `ALL`, `code`, `label`, `parse`, `Display` (the label) and string conversions of one enum.
macro_rules! code_list {
    ($type:ident, $error:ident, $message:literal, { $($variant:ident => $code:literal, $label:literal;)+ }) => {
        /// The text is none of the codes of the list.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $error;

        impl $type {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code that stands in events, forms and the command line.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The Japanese term shown to staff.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// Reads a code exactly as `code` writes it.
            pub fn parse(text: &str) -> Result<Self, $error> {
                match text { $($code => Ok(Self::$variant),)+ _ => Err($error) }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label())
            }
        }
        impl std::str::FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $type {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.code().to_owned()
            }
        }
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($code),+] })
            }
        }
    };
}
