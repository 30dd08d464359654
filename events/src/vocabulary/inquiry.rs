//! 照会の言葉: whom a case is asked about, and why.

codes! {
    /// Whom somebody asks (照会先).
    InquiredParty, UnknownInquiredParty, "照会先の種類を選んでください。" {
        /// Another body that carries out the scheme.
        Authority = "authority", "ほかの実施機関";
        /// A municipality.
        Municipality = "municipality", "市町";
        /// A medical institution.
        Institution = "institution", "医療機関";
        /// The designated doctor who wrote the opinion.
        Doctor = "doctor", "指定医";
        /// The insurer.
        Insurer = "insurer", "医療保険の保険者";
    }
}

codes! {
    /// Why somebody is asked (照会の理由).
    InquiryGround, UnknownInquiryGround, "照会の理由を選んでください。" {
        /// What the child was granted before it moved here.
        TransferIn = "transfer_in", "転入前の支給認定の内容";
        /// Whether another scheme pays.
        OtherSubsidy = "other_subsidy", "ほかの公費負担の有無";
        /// What the doctor's opinion leaves open.
        OpinionUnclear = "opinion_unclear", "医療意見書の記載";
        /// What the municipality knows of the tax.
        Tax = "tax", "課税の状況";
        /// Whether and from when the child is insured there.
        Insurance = "insurance", "医療保険の資格";
    }
}
