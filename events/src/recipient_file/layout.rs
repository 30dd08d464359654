//! How a file is written, as the masters said when it was frozen. The organisations' real layouts are not published (要確認).

use serde::{Deserialize, Serialize};

codes! {
    /// 様式の形.
    FileForm, UnknownFileForm, "様式の形は、csv か fixed と入力してください。" {
        /// Values parted by commas.
        Csv = "csv", "CSV";
        /// Columns of fixed width.
        Fixed = "fixed", "固定長";
    }
}

codes! {
    /// 文字コード.
    FileEncoding, UnknownFileEncoding, "文字コードは、cp932 か utf8 と入力してください。" {
        /// Shift_JIS as Windows has it.
        Cp932 = "cp932", "Shift_JIS（CP932）";
        /// UTF-8 without a mark.
        Utf8 = "utf8", "UTF-8";
    }
}

/// A layout.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileLayout {
    /// CSV or fixed.
    pub form: FileForm,
    /// 文字コード.
    pub encoding: FileEncoding,
    /// A first line with the names of the columns.
    pub heading: bool,
    /// Columns in order, each with its width: `recipient_number:7`.
    pub columns: Vec<String>,
}
