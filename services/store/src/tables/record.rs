//! What a row holds beside its key, told once: struct, columns, and both ways between them.

use super::Value;

/// What a row holds.
pub trait Record: Value {
    /// The table, without schema.
    const TABLE: &'static str;
    /// The column that says to which key a row belongs.
    const KEY: Option<&'static str>;
}

/// Makes a struct a [`Value`] of several columns, and with `in "table" by "column"` a [`Record`]. Fields are named in the order of the
/// columns; `as` says the column's name where it is another.
#[macro_export]
macro_rules! columns {
    ($name:ty $(, in $table:literal $(by $key:literal)?)?: $($field:ident $(as $column:literal)?),+ $(,)?) => {
        impl $crate::Value for $name {
            fn columns(_: &'static str, names: &mut Vec<&'static str>) {
                fn of<T, V: $crate::Value>(_: fn(&T) -> &V, field: &'static str, names: &mut Vec<&'static str>) {
                    V::columns(field, names);
                }
                $(of(|record: &Self| &record.$field, $crate::columns!(@name $field $($column)?), names);)+
            }
            fn put(&self, row: &mut $crate::Tuples) {
                $($crate::Value::put(&self.$field, row);)+
            }
            fn take(cells: &mut $crate::Cells<'_>) -> Result<Self, $crate::Malformed> {
                Ok(Self { $($field: $crate::Value::take(cells)?),+ })
            }
        }
        $($crate::columns!(@record $name, $table $(, $key)?);)?
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $column:literal) => { $column };
    (@record $name:ty, $table:literal) => {
        impl $crate::Record for $name {
            const TABLE: &'static str = $table;
            const KEY: Option<&'static str> = None;
        }
    };
    (@record $name:ty, $table:literal, $key:literal) => {
        impl $crate::Record for $name {
            const TABLE: &'static str = $table;
            const KEY: Option<&'static str> = Some($key);
        }
    };
}
