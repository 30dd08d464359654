//! Why something cannot be done with a notice: sentences for the person who tried.

use events::notice::NoticeKind;
use events::vocabulary::wareki;
use jiff::civil::Date;

use super::{NoticeAction, NoticeStage};

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoticeRefusal {
    /// There is none.
    #[error("この届は見つかりません。届の一覧から開き直してください。")]
    NoSuchNotice,
    /// A notice is received once.
    #[error("この届はすでに受け付けられています。届の一覧で確かめてください。")]
    AlreadyReceived,
    /// The state does not permit it.
    #[error("{}の届に「{}」はできません。画面を開き直して、いまの状態を確かめてください。", .stage.label(), .action.label())]
    WrongStage {
        /// The act.
        action: NoticeAction,
        /// The state.
        stage: NoticeStage,
    },
    /// Another role does this.
    #[error("「{}」は{needed}の担当者が行います。担当者に引き継いでください。", .action.label())]
    WrongRole {
        /// The act.
        action: NoticeAction,
        /// Japanese name of the role.
        needed: &'static str,
    },
    /// Only counters receive.
    #[error("届の受付は窓口の担当者が行います。")]
    NotACounter,
    /// Four eyes.
    #[error("届を受け付けた人や直した人は処理できません。ほかの点検の担当者に回してください。")]
    OwnWork,
    /// The notice is about another kind than its form.
    #[error("届の種類と内容が合いません。受給者のページから入力し直してください。")]
    OtherKind(NoticeKind),
    /// Filed in the future.
    #[error("届出日がきょうより後です。日付を確かめてください。")]
    FiledInFuture,
    /// What it tells lies ahead of the day it was filed where it cannot.
    #[error("事由の生じた日（{}）が届出日より後です。起きてから届け出てもらってください。", wareki::long(*.0))]
    NotYetHappened(Date),
    /// Before the award.
    #[error("事由の生じた日（{}）が支給認定の開始日（{}）より前です。どの支給認定についての届かを確かめてください。", wareki::long(*.day), wareki::long(*.start))]
    BeforeTheAward {
        /// What was told.
        day: Date,
        /// First day of the award.
        start: Date,
    },
    /// After the award.
    #[error("事由の生じた日（{}）が有効期間の末日（{}）より後です。この支給認定はその前に終わっています。", wareki::long(*.day), wareki::long(*.end))]
    AfterTheAward {
        /// What was told.
        day: Date,
        /// Last day of the award.
        end: Date,
    },
    /// The award is over.
    #[error("この支給認定は{}で終わっています。終わった支給認定についての届は処理できません。", wareki::long(*.0))]
    AwardEnded(Date),
    /// A minor does not file alone.
    #[error("18歳未満の受給者の届は、保護者または代理人が行います。届出人を確かめてください。")]
    PatientIsMinor,
    /// From 18 the patient is the applicant.
    #[error("18歳以上の受給者の届は、本人または代理人が行います（成年患者）。家族が届け出るときは委任状が必要です。")]
    PatientIsAdult,
    /// No proxy is registered, or the power is over.
    #[error("届出日に有効な代理人が登録されていません。先に代理人選任届（委任状）を受け付けてください。")]
    NoProxy,
    /// The proxy's power ends before it begins.
    #[error("代理権の末日が初日より前です。日付を確かめてください。")]
    ProxyPeriod,
    /// There is no certificate to void.
    #[error("受給者証がまだ作成されていません。作成されてから届け出てもらってください。")]
    NoCertificate,
    /// A damaged card is handed in.
    #[error("破損・汚損による再交付では、いまの受給者証を返してもらいます。返還を確かめてから受け付けてください。")]
    DamagedCardNotReturned,
    /// Registered already.
    #[error("登録者証はすでに登録されています。")]
    AlreadyRegistrant,
    /// Only grounds that a family tells.
    #[error("この喪失の理由は届では受け付けません。転出は転出届を使ってください。年齢到達と満了は夜間の処理が行います。")]
    GroundNotTold,
    /// No such responsible office.
    #[error("新しい住所の市町は、この県の管轄事務所に対応していません。県外への転出は転出届で受け付けてください。")]
    OutsideThePrefecture,
}
