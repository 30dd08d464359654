//! Why an act is refused: one sentence each that a clerk can read, saying what happened and what to do. No refusal holds personal data.

use events::application::{ChecklistItem, DocumentState};
use events::vocabulary::{DiseaseId, OfficeCode, ProcedureKind, ValidityPeriod, wareki};
use jiff::civil::Date;

use crate::application::{
    Action, BoardRefusal, InquiryRefusal, LikenessRefusal, OverrideRefusal, ProposalRefusal, SecondEntryRefusal, Stage,
};
use crate::household::HouseholdRefusal;
use crate::operation::OperationRefusal;

/// A refused act (受け付けられない操作). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No application has this id.
    #[error("この申請は見つかりません。一覧から開き直してください。")]
    NoSuchApplication,
    /// The application exists already.
    #[error("この申請はすでに受け付けています。一覧で受付番号を確かめてください。")]
    AlreadyReceived,
    /// The state does not permit the act.
    #[error("この申請はいま「{}」のため、「{}」はできません。画面を開き直して、いまの状態を確かめてください。", .stage.label(), .action.label())]
    WrongStage {
        /// The act.
        action: Action,
        /// The state.
        stage: Stage,
    },
    /// Another role does this.
    #[error("「{}」は{needed}の担当者が行います。担当者に引き継いでください。", .action.label())]
    WrongRole {
        /// The act.
        action: Action,
        /// Japanese name of the role.
        needed: &'static str,
    },
    /// A counter works only on the cases of its own office.
    #[error("この申請を扱うのは、受付または管轄の事務所の窓口です。ほかの事務所の申請は閲覧だけができます。")]
    OtherOffice,
    /// Checks and decisions are made in the division.
    #[error("点検と決裁は担当課の職員が行います。所属を確かめてください。")]
    NotOfTheDivision,
    /// Of an inquiry (照会).
    #[error(transparent)]
    Inquiry(#[from] InquiryRefusal),
    /// Of a value set by hand (手で改めた値).
    #[error(transparent)]
    Override(#[from] OverrideRefusal),
    /// Of a proposal (起案).
    #[error(transparent)]
    Proposal(#[from] ProposalRefusal),
    /// Four eyes.
    #[error("入力または点検した人は決裁できません。この申請に手を加えていない決裁者に回してください。")]
    OwnWork,
    /// Applications are received under one's own office.
    #[error("受付事務所には自分の所属の事務所（{0}）だけを指定できます。")]
    NotTheOwnCounter(OfficeCode),
    /// No such procedure here.
    #[error("{}申請の受付は、まだこの台帳では扱えません。", .0.label())]
    ProcedureNotOffered(ProcedureKind),
    /// The date of application lies ahead.
    #[error("申請日が今日より後です。申請日を確かめてください。")]
    ApplicationInFuture,
    /// It reached the counter after today, or before it was applied for.
    #[error("受付日は、申請日から今日までの日付にしてください。")]
    ArrivalDate,
    /// It was posted after it came.
    #[error("消印日が受付日より後です。どちらかを直してください。")]
    PostmarkAfterArrival,
    /// Nobody asked for a correction.
    #[error("この申請は補正を求められていません。訂正の区分は、職権補正か窓口補正を選んでください。")]
    NoCorrectionAsked,
    /// The new content stands on nothing.
    #[error("訂正の根拠とした書類を入力してください。")]
    PaperNeeded,
    /// Born after the application.
    #[error("児童の生年月日が申請日より後です。どちらかを直してください。")]
    BornAfterApplication,
    /// No medical opinion.
    #[error("医療意見書が1件もありません。疾病ごとに1件入力してください。")]
    NoOpinion,
    /// The same disease twice.
    #[error("疾病 {0} の医療意見書が2件あります。1つの疾病に1件としてください。")]
    SameDiseaseTwice(DiseaseId),
    /// A diagnosis date in the future.
    #[error("疾病 {0} の診断年月日が今日より後です。医療意見書を見直してください。")]
    DiagnosisInFuture(DiseaseId),
    /// The disease is in no master.
    #[error("疾病コード {0} は疾病マスタにありません。疾病名かコードで選び直してください。")]
    UnknownDisease(DiseaseId),
    /// The municipality has no responsible office.
    #[error("児童の住所地の市町は、この県の管轄事務所に対応していません。住所地の市町を確かめてください。")]
    OutsideThePrefecture,
    /// Nothing differs.
    #[error("変更された項目がありません。直すところを入力してから、もう一度登録してください。")]
    NothingChanged,
    /// No such line in the checklist.
    #[error("書類点検表にない書類（{}）です。画面を開き直してください。", .0.0)]
    NoSuchLine(ChecklistItem),
    /// A state that needs a reason came without.
    #[error("「{title}」を「{}」とするには理由が必要です。理由を入力してください。", .state.label())]
    ReasonNeeded {
        /// The paper.
        title: String,
        /// The state.
        state: DocumentState,
    },
    /// Nothing to correct was named.
    #[error("補正事項がありません。直してもらうところを1つ以上選んでください。")]
    NoCorrectionItem,
    /// The phrase is not in the master of reasons, or is one for something else.
    #[error("選ばれた理由（{0}）は理由句のマスタにありません。理由を選び直してください。")]
    UnknownPhrase(String),
    /// The due date is not after today.
    #[error("補正期限は明日以降の日付にしてください。")]
    DueDateNotAhead,
    /// It came on a list and nobody has seen the papers.
    #[error("進達書で送られた申請です。到着を確かめてから点検を始めてください。")]
    NotArrived,
    /// It came alone, or its arrival was checked.
    #[error("この申請に、到着を確かめる進達書はありません。画面を開き直してください。")]
    NothingToReceive,
    /// The case is not on the list, or the list was not sent.
    #[error("この申請は、送られた進達書にありません。進達書の画面を開き直してください。")]
    NotOnTheList,
    /// Why is it missing, why does it go back?
    #[error("未着・差戻しのときは理由を入力してください。事務所に伝わります。")]
    ReceiptReason,
    /// The family has its time.
    #[error("補正期限（{}）までは補正を待ちます。期限が過ぎてから、催促するか点検に戻してください。", wareki::long(*.0))]
    CorrectionRuns(Date),
    /// The end of a hold lies not ahead, or too far.
    #[error("保留の期日は、明日から1年以内の日付にしてください。")]
    HoldDate,
    /// Put aside before.
    #[error("この申請はすでに保留しています。期日を変えるときは、保留を解いてからやり直してください。")]
    AlreadyHeld,
    /// Not put aside.
    #[error("この申請は保留されていません。画面を開き直してください。")]
    NotHeld,
    /// Of records that look like the child (重複の疑い).
    #[error(transparent)]
    Likeness(#[from] LikenessRefusal),
    /// Of the second entry of the amounts (二重入力).
    #[error(transparent)]
    SecondEntry(#[from] SecondEntryRefusal),
    /// Papers are missing or unrecorded.
    #[error("まだそろっていない書類があります（{}）。書類の状態を記録するか、補正を求めてください。", .0.join("、"))]
    DocumentsOpen(Vec<String>),
    /// Facts are missing that the rules need.
    #[error("算定に必要な事項が未入力です（{}）。補正を求めて入力してもらってください。", .0.join("、"))]
    DeterminationPending(Vec<String>),
    /// The rules say no.
    #[error("算定の結果、支給認定の対象になりません。算定根拠を確かめ、審査会の意見を聴いたうえで決裁者が不認定としてください。")]
    NotEligible,
    /// Masters or facts changed since the examination.
    #[error(
        "点検の後に算定が変わりました（マスタの更新など）。何も決定していません。点検に戻し、新しい算定で点検し直してください。"
    )]
    DeterminationChanged,
    /// No ground for the refusal.
    #[error("不認定の理由区分が選ばれていません。理由区分を選んでください。")]
    NoGround,
    /// Of the review board (審査会).
    #[error(transparent)]
    Board(#[from] BoardRefusal),
    /// The date of the withdrawal cannot be.
    #[error("取下書の日付は、申請日から今日までの日付にしてください。")]
    WithdrawalDate,
    /// The register is exhausted.
    #[error("番号を使い切りました（採番簿 {0}）。管理者に連絡してください。何も登録していません。")]
    RegisterFull(String),
    /// The recipient is registered already.
    #[error("この受給者はすでに台帳に登録されています。台帳で確かめてください。")]
    AlreadyRegistered,
    /// The recipient is not in the ledger.
    #[error("この受給者は台帳にありません。台帳で確かめてください。")]
    NoSuchRecipient,
    /// The award stands already.
    #[error("この支給認定はすでに登録されています。台帳で確かめてください。")]
    AlreadyGranted,
    /// No such award, or one of another child.
    #[error("この支給認定は見つかりません。受給者の画面から開き直してください。")]
    NoSuchAward,
    /// A later award took its place.
    #[error("この支給認定には、すでに別の支給認定が替わっています。受給者の画面で、いまの支給認定から始めてください。")]
    AwardReplaced,
    /// The day lies outside the days on which the award counts.
    #[error(
        "替わる日が、いまの支給認定の有効期間（{0}）の2日目から最終日までの間にありません。何も決定していません。日付を確かめてください。"
    )]
    OutsideTheAward(ValidityPeriod),
    /// The rules say that it cannot go on; the sentence says why.
    #[error("更新の申請を受け付けられません。{0}")]
    RenewalImpossible(String),
    /// 変更の理由 is missing.
    #[error("変更の理由が選ばれていません。1つ以上選んでください。")]
    NoChangeGround,
    /// A change is filed while the award runs.
    #[error("変更の申請ができるのは、いまの支給認定の有効期間（{0}）の間です。申請日を確かめてください。")]
    ChangeOutsideTheAward(ValidityPeriod),
    /// Other diseases without the ground for it.
    #[error(
        "疾病がいまの支給認定と違います。疾病を加えるか変えるときは、変更の理由で「疾病の追加」または「疾病の変更」を選んでください。"
    )]
    DiseasesDiffer,
    /// The ground without other diseases.
    #[error("変更の理由に疾病の追加または変更がありますが、疾病がいまの支給認定と同じです。医療意見書の疾病を確かめてください。")]
    DiseasesTheSame,
    /// A disease from 18 on; the sentence says why not.
    #[error("疾病の追加・変更の申請を受け付けられません。{0}")]
    DiseaseTooLate(String),
    /// Nothing about the award elsewhere.
    #[error("転入前の支給認定（実施機関と有効期間）が入力されていません。転入前の受給者証の写しで確かめてください。")]
    NoTransferDetails,
    /// The other certificate does not count on the day of application.
    #[error("申請日が、転入前の受給者証の有効期間（{0}）の間にありません。新規として申請してもらってください。")]
    TransferOutsideTheAward(ValidityPeriod),
    /// The kind would be another.
    #[error("この訂正をすると、申請の種類が{}から{}に変わります。この申請を取り下げ、新しく受け付けてください。", .0.label(), .1.label())]
    KindWouldChange(ProcedureKind, ProcedureKind),
    /// What the application starts from has changed since.
    #[error(
        "前の支給認定が、この申請の受付の後に変わりました。何も決定していません。有効期間が延長されたときは、補正に戻して申請内容を訂正してください。ほかのときは、申請を取り下げて受け付け直してください。"
    )]
    EarlierAwardChanged,
    /// The days are covered already.
    #[error("有効期間が前の支給認定と重なります（{0}）。何も決定していません。申請日と診断年月日を確かめてください。")]
    Overlap(ValidityPeriod),
    /// The certificate was issued already.
    #[error("この受給者証はすでに発行されています。発行済みのものを開いてください。")]
    AlreadyIssued,
    /// There is no certificate that counts.
    #[error("有効な受給者証がありません。画面を開き直して、いまの状態を確かめてください。")]
    NoCertificateToVoid,
    /// A decision must say why and how to object.
    #[error(
        "決定の通知書に載せる理由または教示（理由句マスタ「appeal.decision」）がありません。通知書は作成していません。管理者に連絡してください。"
    )]
    LetterUnexplained,
    /// A row of a master is not well formed; the sentence says which and why.
    #[error("マスタの行を採用できません。{0}")]
    MasterRow(String),
    /// The sample is empty or larger than its population.
    #[error("この条件の決定は{0}件です。抽出する件数を1件以上、その件数以下にしてください。")]
    SampleSize(u32),
    /// The case is not in the sample.
    #[error("この申請は標本に入っていません。標本の画面から開き直してください。")]
    NotInTheSample,
    /// A note stays as it was written.
    #[error("このメモはすでに書かれています。直すときは、もう一つメモを書いてください。")]
    NoteIsWritten,
    /// Notes are written by those who work on cases.
    #[error("メモを書けるのは、窓口、点検、決裁、審査会事務の担当者です。")]
    NotesAreOfCasework,
    /// The installation was founded before.
    #[error("この台帳はすでに開設されています。")]
    AlreadyFounded,
    /// Another role does this.
    #[error("この操作は{0}の担当者が行います。担当者に引き継いでください。")]
    NeedsRole(&'static str),
    /// About a notice (届).
    #[error(transparent)]
    Notice(#[from] crate::notice::NoticeRefusal),
    /// Four eyes.
    #[error("復元の申告には、サインインする別の二人が要ります。")]
    OwnRestoration,
    /// Everything that was signed is there.
    #[error("署名された出来事は失われていません。申告することはありません。")]
    NothingLost,
    /// About a mass extension.
    #[error(transparent)]
    Extension(#[from] crate::extension::ExtensionRefusal),
    /// About a reimbursement.
    #[error(transparent)]
    Reimbursement(#[from] crate::reimbursement::ReimbursementRefusal),
    /// About a revocation or correction.
    #[error(transparent)]
    Redress(#[from] crate::award::RedressRefusal),
    /// A notice was settled after the form was filled in.
    #[error(
        "申請を受け付けた後に、届で{0}が変わっています。このままでは古い記載の受給者証になります。申請内容を訂正してから進めてください。何も決定していません。"
    )]
    OutdatedParticulars(String),
    /// Of a print run.
    #[error(transparent)]
    PrintRun(#[from] crate::print_run::PrintRunRefusal),
    /// Of the seal.
    #[error(transparent)]
    Seal(#[from] crate::seal::SealRefusal),
    /// Of an impact study.
    #[error(transparent)]
    Impact(#[from] crate::impact::ImpactRefusal),
    /// Of an attachment (添付書類).
    #[error(transparent)]
    Attachment(#[from] crate::attachment::AttachmentRefusal),
    /// Of the tax data of a household.
    #[error(transparent)]
    TaxData(#[from] crate::tax_data::TaxDataRefusal),
    /// Of the post.
    #[error(transparent)]
    Letter(#[from] crate::letter::LetterRefusal),
    /// Of a renewal campaign (一斉更新).
    #[error(transparent)]
    Campaign(#[from] crate::campaign::CampaignRefusal),
    /// Of a designation (指定).
    #[error(transparent)]
    Designation(#[from] crate::designation::DesignationRefusal),
    /// Of a takeover.
    #[error(transparent)]
    Takeover(#[from] crate::takeover::TakeoverRefusal),
    /// Of a proposal to change the masters.
    #[error(transparent)]
    MasterChange(#[from] crate::master_change::MasterChangeRefusal),
    /// Of the words of letters.
    #[error(transparent)]
    LetterText(#[from] crate::letter_text::TextRefusal),
    /// Of a release of letters.
    #[error(transparent)]
    LetterRelease(#[from] crate::letter_release::LetterReleaseRefusal),
    /// Of a file for a review and payment organisation (受給者の連絡ファイル).
    #[error(transparent)]
    RecipientFile(#[from] crate::recipient_file::RecipientFileRefusal),
    /// Of a batch of payments (療養費の支払の一覧).
    #[error(transparent)]
    PaymentBatch(#[from] crate::payment_batch::PaymentBatchRefusal),
    /// Of an import of claims (請求明細の取込).
    #[error(transparent)]
    ClaimImport(#[from] crate::claim_import::ClaimImportRefusal),
    /// Of a cap sheet (自己負担上限額管理票).
    #[error(transparent)]
    CapSheet(#[from] crate::cap_sheet::CapSheetRefusal),
    /// Of a household.
    #[error(transparent)]
    Household(#[from] HouseholdRefusal),
    /// Of a read model.
    #[error(transparent)]
    Operation(#[from] OperationRefusal),
    /// Of the clerk of a case (担当者).
    #[error(transparent)]
    Clerk(#[from] crate::application::ClerkRefusal),
    /// Of a post and its deputies (代決).
    #[error(transparent)]
    Post(#[from] crate::post::PostRefusal),
    /// Of two rows of one person (同じ人).
    #[error(transparent)]
    SamePerson(#[from] crate::same_person::SamePersonRefusal),
    /// Of a mailing address (送付先).
    #[error(transparent)]
    Mailing(#[from] crate::mailing::MailingRefusal),
    /// About a protection (支援措置).
    #[error(transparent)]
    Protection(#[from] crate::protection::ProtectionRefusal),
    /// Of a sitting of the review board (審査会).
    #[error(transparent)]
    Sitting(#[from] crate::sitting::SittingRefusal),
    /// Of an erasure (消去).
    #[error(transparent)]
    Erasure(#[from] crate::erasure::ErasureRefusal),
    /// Of a transmittal list (進達書).
    #[error(transparent)]
    Transmittal(#[from] crate::transmittal::TransmittalRefusal),
    /// Of a monthly review of accesses (月次点検).
    #[error(transparent)]
    Review(#[from] crate::access_review::ReviewRefusal),
    /// Of what the night found.
    #[error(transparent)]
    Nightly(#[from] crate::nightly::NightlyRefusal),
    /// Of an account (職員アカウント).
    #[error(transparent)]
    Account(#[from] crate::account::AccountRefusal),
    /// Nobody is named who could issue it.
    #[error(transparent)]
    NoAuthority(#[from] crate::rules::masters::NoAuthority),
    /// What leaves, leaves once a command: the second time it would be on no record.
    #[error(
        "この取り出しは、すでに記録しています。もう一度は渡していません。もう一度要るときは、理由を確かめて、この画面からもう一度送ってください。"
    )]
    TakenOutAlready,
    /// There is no history yet.
    #[error("台帳はまだ開設されていません。先に開設してください。")]
    NotFounded,
}
