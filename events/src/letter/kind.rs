//! What a letter tells.

codes! {
    /// What a letter tells (通知文書の種類).
    LetterKind, UnknownLetterKind, "通知文書の種類を選んでください。" {
        /// 支給認定通知書.
        ApprovalNotice = "approval_notice", "支給認定通知書";
        /// 不認定通知書, with the reason and the instruction on appeal (教示).
        RefusalNotice = "refusal_notice", "不認定通知書";
        /// 支給認定変更通知書.
        ChangeNotice = "change_notice", "支給認定変更通知書";
        /// 変更申請の却下通知書, with reason and instruction on appeal.
        ChangeRefusal = "change_refusal", "変更申請却下通知書";
        /// 支給認定取消通知書.
        RevocationNotice = "revocation_notice", "支給認定取消通知書";
        /// 支給認定を訂正したときの通知書.
        RedressNotice = "redress_notice", "支給認定訂正通知書";
        /// 療養費支給決定通知書.
        ReimbursementNotice = "reimbursement_notice", "療養費支給決定通知書";
        /// 療養費不支給決定通知書.
        ReimbursementRefusal = "reimbursement_refusal", "療養費不支給決定通知書";
        /// 申請受理通知書.
        ReceiptNotice = "receipt_notice", "申請受理通知書";
        /// 申請書類の返戻通知書.
        PapersReturned = "papers_returned", "申請書類返戻通知書";
        /// 補正依頼書.
        CorrectionRequest = "correction_request", "補正依頼書";
        /// 補正催促書.
        CorrectionReminder = "correction_reminder", "補正催促書";
        /// 照会書, to another body, a municipality, an institution, a doctor or an insurer.
        Inquiry = "inquiry", "照会書";
        /// 転出先への支給認定の通知, to the authority to whose area the child moves.
        TransferNotice = "transfer_notice", "転出先への支給認定の通知";
        /// 更新手続の案内.
        RenewalGuide = "renewal_guide", "更新手続の案内";
        /// 更新手続の督促, to those who were guided and have not applied.
        RenewalReminder = "renewal_reminder", "更新手続の督促";
        /// 18歳到達のお知らせ, to the patient who becomes the applicant.
        ComingOfAge = "coming_of_age", "18歳到達のお知らせ";
        /// 20歳到達のお知らせ, with the hint to other schemes.
        TwentiethBirthday = "twentieth_birthday", "20歳到達のお知らせ";
        /// 指定通知書, to a designated doctor or institution.
        DesignationNotice = "designation_notice", "指定通知書";
        /// 指定の更新の案内.
        DesignationRenewal = "designation_renewal", "指定の更新の案内";
    }
}
