//! What is wrong with a claim, as the ledger stood when it came in.

codes! {
    /// 過誤の理由.
    Fault, UnknownFault, "過誤の理由を表す語ではありません。" {
        /// 受給者番号の検証番号.
        NumberCheck = "number_check", "受給者番号の検証番号（末尾の数字）が合わない";
        /// 公費負担者番号の検証番号.
        PayerCheck = "payer_check", "公費負担者番号の検証番号（末尾の数字）が合わない";
        /// No such number in the ledger.
        UnknownNumber = "unknown_number", "受給者番号が台帳にない";
        /// The number belongs to another payer number.
        OtherPayer = "other_payer", "公費負担者番号が台帳と違う";
        /// No day of the month lies within a period of validity.
        NotValid = "not_valid", "診療月に有効な支給認定がない";
        /// The month of care lies after that of the claim.
        TooEarly = "too_early", "診療月が請求月より後である";
        /// 医療機関コードの検証番号.
        InstitutionCheck = "institution_check", "医療機関コードが正しくない";
        /// Not in the register of designated institutions in that month.
        NotDesignated = "not_designated", "医療機関が診療月に指定されていない";
        /// The family's share of the month exceeds the cap.
        OverCap = "over_cap", "自己負担額が上限月額を超えている";
        /// The parts exceed the whole.
        Sum = "sum", "公費負担額と自己負担額の計が医療費総額を超えている";
        /// The same care twice in the file.
        Twice = "twice", "同じファイルに同じ請求がある";
        /// The same care was claimed before.
        Again = "again", "前に取り込んだ請求と同じである";
        /// The family was reimbursed for the same month.
        Reimbursed = "reimbursed", "同じ診療月の療養費を家族に支給している";
    }
}

impl Fault {
    /// Such a claim is not counted in totals: it is not the ledger's, or it was counted before.
    pub const fn uncounted(self) -> bool {
        !matches!(self, Self::NotDesignated | Self::OverCap | Self::Reimbursed)
    }
}
