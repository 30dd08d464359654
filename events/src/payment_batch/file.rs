//! How the files of a batch are written, as the masters said when it was drawn up. What the bank and the accounting system want is not known (要確認).

use serde::{Deserialize, Serialize};

use crate::recipient_file::FileLayout;

codes! {
    /// The files that a batch leaves as.
    PaymentFile, UnknownPaymentFile, "支払のファイルの種類を選んでください。" {
        /// Transfers, for the bank.
        Transfer = "transfer", "振込データ";
        /// For the financial accounting system.
        Accounting = "accounting", "財務会計データ";
    }
}

codes! {
    /// The kinds of records of a file, in their order.
    PaymentRecord, UnknownPaymentRecord, "支払のファイルのレコードを表す語ではありません。" {
        /// The first.
        Header = "header", "ヘッダー";
        /// One a line.
        Data = "data", "データ";
        /// The sums.
        Trailer = "trailer", "トレーラー";
        /// The last.
        End = "end", "エンド";
    }
}

/// How a kind of records is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordLayout {
    /// Which.
    pub record: PaymentRecord,
    /// How.
    pub layout: FileLayout,
}

/// A file as it was frozen: the same bytes each time it is made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FrozenFile {
    /// Which.
    pub file: PaymentFile,
    /// Its records, in their order.
    pub records: Vec<RecordLayout>,
    /// Keyed digest of its bytes, hexadecimal.
    pub digest: String,
}
