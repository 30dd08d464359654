//! Why an act on an account is refused.

/// A refused act on an account of a member of staff (職員アカウント). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccountRefusal {
    /// The account exists already.
    #[error("この職員アカウントはすでに登録されています。")]
    Exists,
    /// No such account.
    #[error("この職員アカウントは見つかりません。")]
    NoSuch,
    /// The account is (not) locked.
    #[error("このアカウントはすでにその状態です。画面を開き直してください。")]
    StateUnchanged,
    /// Another role.
    #[error("職員アカウントを扱うのは管理の担当者です。担当者に頼んでください。")]
    ByAdministrators,
    /// Another role.
    #[error("付与を確かめるのは、決裁の担当者か管理の担当者です。担当者に回してください。")]
    ConfirmedByOthers,
    /// Nobody arranges what concerns their own account.
    #[error("自分のアカウントについては、この操作はできません。何も変えていません。ほかの管理の担当者に頼んでください。")]
    OwnAccount,
    /// The program is no member of staff.
    #[error("この役割は職員に付けられません。ほかの役割を選んでください。")]
    NoRoleOfStaff,
    /// A new account without a name.
    #[error("新しいアカウントの氏名を入力してください。")]
    Nameless,
    /// Role and office are so already.
    #[error("役割も所属も、いまと同じです。変える内容を選んでください。")]
    NothingNew,
    /// Another proposal waits.
    #[error("この職員には、確かめを待っている申し出があります。先にその申し出を確かめるか、やめてください。")]
    Waiting,
    /// None waits.
    #[error("確かめを待っている申し出はありません。画面を開き直して、いまの状態を確かめてください。")]
    NotWaiting,
    /// Four eyes.
    #[error("申し出た人は確かめられません。ほかの決裁または管理の担当者に頼んでください。")]
    OwnProposal,
    /// Whoever proposed it could not propose it now.
    #[error(
        "この申し出をした人は、停止中か、終了したか、管理の担当者ではなくなっています。何も付与していません。この申し出をやめて、いまの管理の担当者に申し出直してもらってください。"
    )]
    ProposerGone,
    /// The second person came to be what they are after the proposal.
    #[error(
        "あなたのアカウントは、この申し出より後に登録、変更、停止の解除、または合言葉の出し直しがありました。申し出より前から使っている、ほかの担当者に確かめてもらってください。"
    )]
    CameLater,
    /// One hand gave both their passwords.
    #[error(
        "あなたのアカウントと申し出た人のアカウントは、同じ人が初めの合言葉を出しています。1人で2人分の操作ができるため、確かめには使えません。ほかの担当者に頼んでください。"
    )]
    SameHands,
    /// Nobody could open accounts any more.
    #[error(
        "サインインできる管理の担当者がいなくなるため、できません。何も変えていません。先に、ほかの人に管理の役割を付けてください。"
    )]
    LastAdministrator,
    /// It is over.
    #[error("このアカウントは終了しています。もう一度働く人には、新しいアカウントを申し出てください。")]
    Over,
    /// A password is chosen by its holder.
    #[error("合言葉を決められるのは本人だけです。")]
    OthersPassword,
}
