//! The one table of permissions (権限表): who may see and do what. Routes, navigation and buttons read it; for acts on a case the
//! guard in `casework` decides as well, because there it also depends on the state of the case and on who worked on it.

use events::StaffRole;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $label:literal : $($role:ident)|+;)+) => {
        /// Something a role may see or do.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Permission { $($(#[$doc])* $name,)+ }

        impl Permission {
            /// All, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// In words.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }
        }

        /// The roles that have a permission.
        pub const fn roles_with(permission: Permission) -> &'static [StaffRole] {
            match permission { $(Permission::$name => &[$(StaffRole::$role),+],)+ }
        }
    };
}

permissions! {
    /// Home, help, signing out.
    UseProgram = "ホームと使い方を開く": Counter | Checker | Approver | BoardClerk | Auditor | Operator | Administrator;
    /// New applications at the counter.
    EnterApplications = "申請を入力して受け付ける": Counter;
    /// Work lists, cases with their calculation and history.
    ViewCases = "申請を見る": Counter | Checker | Approver | BoardClerk | Auditor;
    /// A list of applications as a file, with a reason, on record.
    ExportLists = "申請の一覧を書き出す": Counter | Checker | Approver | BoardClerk | Auditor;
    /// Beside a case or a person; kept as written.
    WriteNotes = "メモを書く": Counter | Checker | Approver | BoardClerk;
    /// Before the check and during correction.
    AmendApplications = "申請内容を訂正する": Counter;
    /// Received, seen, waived, not needed, missing.
    RecordDocuments = "書類の状態を記録する": Counter | Checker;
    /// 進達 and 再提出.
    ForwardApplications = "進達する・再提出する": Counter;
    /// Take up, return for correction, finish the check.
    CheckApplications = "点検する・補正を求める": Checker;
    /// Changes of particulars, returns, reissues: received, mended, withdrawn.
    ReceiveNotices = "届を受け付ける・直す・取り下げる": Counter;
    /// The domain refuses those who received or mended it.
    SettleNotices = "届を処理する・窓口に戻す": Checker;
    /// 送付先: where post goes instead of the home.
    RecordMailing = "送付先を記録する・改める・終える": Counter | Checker;
    /// Which proposals are on their way, and what stands on them.
    ViewProposals = "起案を見る": Checker | Approver | BoardClerk | Auditor;
    /// Cases put before the decider under one number.
    ProposeDecisions = "認定・不認定を起案する": Checker;
    /// The domain says whose step it is, and refuses the one who proposed.
    WalkProposals = "起案に同意する・代わって行う・差し戻す": Checker | Approver | BoardClerk;
    /// Who is away and who stands in.
    ViewDeputies = "不在と代わる人を見る": Checker | Approver | BoardClerk | Auditor | Administrator;
    /// The domain says who answers for whom; nobody makes themselves a deputy.
    ArrangeDeputies = "不在と代わる人を定める": Checker | Approver | BoardClerk | Administrator;
    /// Approve, refuse, send back to the check. The domain refuses those who worked on the case.
    DecideApplications = "認定する・不認定とする・点検に戻す": Approver;
    /// A revocation or correction of an award is proposed or withdrawn.
    ProposeRedress = "支給認定の取消・訂正を起案する": Checker;
    /// The domain refuses the one who proposed.
    DecideRedress = "支給認定の取消・訂正を決裁する・差し戻す": Approver;
    /// Who shares a cap with whom. What follows for the cap is decided in an application.
    RecordHouseholds = "世帯の人を記録する・外す": Counter | Checker;
    /// What the night found: done, or nothing to be done, with the reason.
    CloseTasks = "夜間処理で見つけたことを処理する": Counter | Checker | Approver;
    /// 有効期間の一括延長, by an order.
    ProposeExtensions = "有効期間の一括延長を起案する・取り下げる": Checker;
    /// The domain refuses the one who proposed it.
    DecideExtensions = "有効期間の一括延長を決裁する・差し戻す": Approver;
    /// The domain refuses those who received or computed it.
    DecideReimbursements = "療養費の支給・不支給を決定する": Approver;
    /// Files for review and payment organisations, claims that came in, and what they came to.
    ViewPayments = "連絡ファイル・請求明細・医療費の集計を見る・書き出す": Checker | Approver | Auditor;
    /// Freeze, take out, hand over, import results and claims.
    RunPayments = "連絡ファイルを作成する・提出する、結果と請求明細を取り込む": Checker;
    /// The domain refuses the one who froze it.
    ReleaseRecipientFiles = "連絡ファイルを承認する": Approver;
    /// Before it was handed over.
    WithdrawRecipientFiles = "連絡ファイルを取りやめる": Checker | Approver;
    /// The domain refuses the one who took it in.
    TakeBackClaims = "請求明細の取込を取り消す": Approver;
    /// What is due, batches, what was paid.
    ViewReimbursementPayments = "療養費の支払を見る・書き出す": Checker | Approver | Auditor;
    /// Draw up, take out, hand over, import results.
    RunReimbursementPayments = "療養費の支払の一覧を作る・引き渡す、結果を取り込む": Checker;
    /// The domain refuses who drew it up and who had a part in what is paid.
    ReleaseReimbursementPayments = "療養費の支払の一覧を承認する": Approver;
    /// Before it was handed over.
    TakeBackReimbursementPayments = "療養費の支払の一覧を取りやめる": Checker | Approver;
    /// With a reason, on record.
    RevealPayeeAccounts = "療養費の振込先の口座番号を表示する": Checker | Approver;
    /// What a month cost, from the cap sheet.
    EnterCapSheets = "管理票の月の医療費を記録する": Counter | Checker;
    /// Withdrawn by a checker, sent back by an approver.
    DropClaimCorrections = "療養費の訂正の起案をやめる・差し戻す": Checker | Approver;
    /// By another hand than the first; and what becomes of differences.
    EnterAgain = "金額をもう一度入力する・違いを解消する": Counter;
    /// Same child, another, or twins: before anything is concluded from it.
    JudgeSameness = "重複の疑いに答える": Counter | Checker;
    /// Both keep their history; it can be undone.
    LinkPersons = "同じ人の受給者を結び付ける・取り消す": Checker | Approver;
    /// 取下げ, on the applicant's letter.
    WithdrawApplications = "申請の取下げを受け付ける": Counter;
    /// What offices sent to the division, and what arrived; a counter sees those of its own office.
    ViewTransmittals = "進達書を見る": Counter | Checker | Approver | Auditor;
    /// Who was asked for the renewal, and how far it has come.
    ViewCampaigns = "一斉更新を見る・案内を開く": Counter | Checker | Approver | Auditor;
    /// Freeze the population, record guides, close.
    RunCampaigns = "一斉更新を始める・案内を記録する・終える": Checker;
    /// Whose tier changes with the data of a new tax year.
    ViewTaxData = "課税情報による再判定を見る": Checker | Approver | Auditor;
    /// A file comes in, and what changes is looked at; nothing is decided.
    TakeInTaxData = "課税情報を取り込む・再判定を確かめる": Checker;
    /// Scans, checked by their content; withdrawn with a reason.
    AttachPapers = "スキャンした書類を添付する・取り消す": Counter | Checker;
    /// Designated doctors and institutions, as published.
    ViewRegisters = "指定医・指定医療機関の名簿を見る": Counter | Checker | Approver | BoardClerk | Auditor;
    /// Designate, renew, change; letters.
    KeepRegisters = "指定医・指定医療機関を登録する・更新する・変更する": Checker;
    /// The domain leaves revocations to the approver, everything else to checkers.
    EndDesignations = "指定の辞退・廃止・取消を記録する": Checker | Approver;
    /// The public lists and the list for the national database.
    ExportRegisters = "指定医・指定医療機関の名簿を書き出す": Checker | Approver | Auditor;
    /// Certificates printed, matched and posted together, counted at each step.
    ViewPrintRuns = "発行を見る": Checker | Approver | Auditor;
    /// Freeze, print, match, post, close.
    RunPrinting = "発行の対象を確定する・印刷する・発送する": Checker;
    /// The domain refuses the one who froze the run.
    ReleasePrintRuns = "発行の印刷を承認する・PDFを開く": Checker | Approver;
    /// Put aside until a day, by whoever has the case.
    HoldApplications = "申請を保留する": Counter | Checker | Approver;
    /// By those who work at the desk where it lies.
    HandOverCases = "申請の担当者を決める・替える": Counter | Checker;
    /// When the review board sits, what it hears, its papers and minutes.
    ViewSittings = "審査会を見る": Checker | Approver | BoardClerk | Auditor;
    /// Schedule, agenda, verdicts, minutes.
    RunSittings = "審査会を開く・判定を記録する": BoardClerk;
    /// The domain refuses the one who wrote the edition.
    ApproveMinutes = "審査会の議事録の確認を記録する": Approver | BoardClerk;
    /// The ledger and its search.
    ViewLedger = "受給者台帳を見る・検索する": Counter | Checker | Approver | BoardClerk | Auditor;
    /// Issued certificates and sheets.
    OpenDocuments = "発行した文書を開く": Counter | Checker | Approver | Auditor;
    /// Notices and requests that an act could not make at once.
    MakeLetters = "通知文書を作成する": Checker | Approver;
    /// Each time with a purpose.
    RevealMyNumber = "個人番号を表示する": Counter | Checker;
    /// At once, by whoever hears of it: nobody may learn where the family lives.
    RecordProtections = "支援措置を記録する": Counter | Checker | Approver;
    /// The domain refuses the one who recorded it.
    EndProtections = "支援措置を終える": Checker | Approver;
    /// Each time with a purpose.
    RevealAddress = "支援措置の対象者の住所を表示する": Counter | Checker | Approver | Auditor;
    /// Versions of the governor's seal and how often it was used.
    ViewSeal = "公印と公印使用簿を見る": Approver | Auditor | Administrator;
    /// Another picture of the seal.
    ProposeSeal = "印影の登録を起案する": Administrator;
    /// The domain refuses the one who proposed.
    AdoptSeal = "印影の登録を承認する・やめる": Approver;
    /// Caps, diseases, offices and other tables.
    ViewMasters = "マスタを見る": Counter | Checker | Approver | BoardClerk | Auditor | Operator | Administrator;
    /// New dated rows; nothing counts before another person approves.
    EditMasters = "マスタの改定案を作る": Checker | Administrator;
    /// The domain refuses the one who proposed.
    ApproveMasters = "マスタの改定案を承認する・差し戻す": Approver | Administrator;
    /// Who gets a letter in bulk, who does not and why, and how far it is.
    ViewLetterReleases = "通知文書の一括送付を見る": Checker | Approver | Auditor;
    /// Freezes whom a question finds.
    PrepareLetters = "通知文書の一括送付を用意する": Checker;
    /// The domain refuses the one who prepared.
    ReleaseLetters = "通知文書の一括送付を承認する": Approver;
    /// The letters of a release as a file to print, labels, addresses, posted together.
    SendLetters = "一括送付の通知文書を印刷する・発送する・宛名を書き出す": Checker | Approver;
    /// Which letters are to be posted, and which came back.
    ViewPost = "通知文書の発送と返戻を見る": Counter | Checker | Approver | Auditor;
    /// Posted, returned, the address made sure of.
    RecordPost = "通知文書の発送・返戻・送り先の確認を記録する": Counter | Checker;
    /// Before it is released, or while it is at work.
    WithdrawLetters = "通知文書の一括送付を取りやめる・止める": Checker | Approver;
    /// Who would come out differently under other rules or masters.
    ViewImpacts = "影響調査を見る": Checker | Approver | Auditor;
    /// Asks a worker to decide awards again; changes nothing.
    RunImpacts = "影響調査を頼む・止める": Checker | Approver | Auditor;
    /// The whole installation in generic formats; only on the command line, on record.
    ExportEverything = "すべてのデータを汎用の形式で書き出す": Administrator;
    /// What came in from an old ledger, row by row.
    ViewTakeovers = "旧台帳からの移行を見る・書き出す": Approver | Auditor | Administrator;
    /// A file is received and its columns are chosen; nothing comes in by it.
    PrepareTakeovers = "旧台帳のファイルを受け取り、列を決める": Administrator;
    /// The domain refuses the one who prepared it.
    DecideTakeovers = "旧台帳からの引き継ぎを決裁する・取り消す": Approver;
    /// Whose retention period is over, and what became of it: numbers and dates, no names.
    ViewErasures = "個人情報の消去を見る": Approver | Auditor | Administrator;
    /// The administrator looks after retention periods.
    ProposeErasures = "個人情報の消去を起案する": Administrator;
    /// Whoever proposes and whoever decides.
    WithdrawErasures = "消去の起案を取り下げる": Approver | Administrator;
    /// The approver answers for the records; the domain refuses the one who proposed.
    CarryOutErasures = "個人情報を消去する・消去を差し止める": Approver;
    /// Who saw what, the monthly review of it and its sign-off. Nobody judges their own accesses.
    ReviewAccess = "閲覧の記録を点検する": Approver | Auditor;
    /// A case whole, as one document.
    OpenDossiers = "決定調書を開く": Approver | Auditor;
    /// Samples of decisions, notes on them and the audit file; the ledger as a spreadsheet.
    DrawSamples = "標本を抽出し、監査調書や台帳を持ち出す": Auditor;
    /// What verifying found; no personal data.
    ViewVerifications = "検証の結果を見る": Auditor | Operator | Administrator;
    /// Asks a worker to verify everything; changes nothing.
    RunVerifications = "記録を検証する": Auditor | Operator;
    /// How the service runs; no personal data.
    ViewOperations = "運用の状態を見る": Auditor | Operator | Administrator;
    /// Resume or rebuild a read model.
    RunOperations = "投影を再開・再構築する": Operator;
    /// What was changed, by whom, on whose authority; entitlement only to those who see the ledger.
    ViewChanges = "変更の記録を見る・書き出す": Auditor | Operator | Administrator;
    /// Figures for a collector on another machine.
    ReadMetrics = "計測値を読む": Operator;
    /// The list of accounts, and the second pair of eyes on what gives rights.
    ConfirmAccounts = "職員アカウントを見る・付与を確かめる": Approver | Administrator;
    /// Propose, stop, unlock and end accounts, give initial passwords.
    ManageAccounts = "職員アカウントを管理する": Administrator;
}

/// Whether a role has a permission.
pub fn allows(role: StaffRole, permission: Permission) -> bool {
    roles_with(permission).contains(&role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> String {
        let people = StaffRole::ALL.iter().filter(|role| **role != StaffRole::Program);
        let names: Vec<&str> = people.clone().map(|role| role.label()).collect();
        let lines = Permission::ALL.iter().map(|permission| {
            let marks: String = people.clone().map(|role| if allows(*role, *permission) { '○' } else { '－' }).collect();
            format!("{marks} {permission:?} {}\n", permission.label())
        });
        format!("# 権限表: {}\n{}", names.join(" "), lines.collect::<String>())
    }

    #[test]
    fn the_table_is_the_one_that_was_agreed() {
        assert_eq!(
            table(),
            include_str!("permissions.txt"),
            "if the change is meant, change permissions.txt to match:\n{}",
            table()
        );
    }

    #[test]
    fn duties_are_separated() {
        use Permission::{
            CarryOutErasures, CheckApplications, DecideApplications, EnterApplications, ManageAccounts, ProposeErasures,
            RunOperations, ViewCases, ViewLedger,
        };
        let apart = [
            (EnterApplications, DecideApplications),
            (CheckApplications, DecideApplications),
            (ManageAccounts, ViewCases),
            (ManageAccounts, ViewLedger),
            (RunOperations, ViewCases),
            (RunOperations, ManageAccounts),
            (ProposeErasures, CarryOutErasures),
        ];
        for role in StaffRole::ALL {
            for (one, other) in apart {
                assert!(!(allows(role, one) && allows(role, other)), "{role:?} has {one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn the_auditor_writes_nothing_but_files_studies_reviews_samples_and_verifications() {
        let of_the_auditor: Vec<Permission> =
            Permission::ALL.iter().copied().filter(|one| allows(StaffRole::Auditor, *one)).collect();
        let reading = |one: &Permission| ["UseProgram", "View", "Open"].iter().any(|begin| format!("{one:?}").starts_with(begin));
        let writing: Vec<Permission> = of_the_auditor.into_iter().filter(|one| !reading(one)).collect();
        assert_eq!(
            writing,
            [
                Permission::ExportLists,
                Permission::ExportRegisters,
                Permission::RevealAddress,
                Permission::RunImpacts,
                Permission::ReviewAccess,
                Permission::DrawSamples,
                Permission::RunVerifications
            ]
        );
    }

    #[test]
    fn the_program_signs_in_nowhere() {
        assert!(Permission::ALL.iter().all(|permission| !allows(StaffRole::Program, *permission)));
    }
}
