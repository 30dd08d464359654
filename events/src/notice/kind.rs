//! 届の種類, and who may hand one in (届出人).

codes! {
    /// What a notice is about.
    NoticeKind, UnknownNoticeKind, "その種類の届はありません。受給者のページから選び直してください。" {
        /// 記載事項変更届 (児童福祉法施行規則第7条の18): name, address, guardian, insurance.
        Particulars = "particulars", "記載事項変更届";
        /// 返還届: the entitlement is lost (児童福祉法第19条の6).
        Return = "return", "受給者証返還届";
        /// 転出届: the family moves to another authority.
        TransferOut = "transfer_out", "転出届";
        /// 再交付申請 (児童福祉法施行規則第7条の23).
        Reissue = "reissue", "受給者証再交付申請";
        /// 登録者証申請 (児童福祉法第19条の22第4項).
        RegistrantCertificate = "registrant_certificate", "登録者証申請";
        /// 代理人の届（委任状）.
        Proxy = "proxy", "代理人選任届";
        /// 代理人の解任.
        ProxyEnd = "proxy_end", "代理人解任届";
    }
}

codes! {
    /// Who hands a notice in.
    Filer, UnknownFiler, "届出人は、保護者、本人、代理人のいずれかを選んでください。" {
        /// 保護者.
        Guardian = "guardian", "保護者";
        /// 本人 (from 18).
        Patient = "patient", "本人";
        /// 代理人.
        Proxy = "proxy", "代理人";
    }
}
