//! What sort of thing changed, and on whose authority.

use events::codes;

use crate::told::coded;

codes! {
    /// What sort of thing changed.
    Kind, UnknownKind, "an unknown kind of change" {
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
    Basis, UnknownBasis, "an unknown basis of a change" {
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

coded!(Kind);
coded!(Basis);
