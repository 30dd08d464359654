//! Which later step may undo which, and how: one table, from which the screens take their sentence. Nothing is ever edited.

use events::notice::NoticeKind;
use events::vocabulary::ProcedureKind;

/// Something that was decided or settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// An application that was approved.
    Application(ProcedureKind),
    /// A notice that was settled.
    Notice(NoticeKind),
    /// 支給認定の取消.
    Revocation,
    /// 支給認定の訂正.
    Correction,
    /// 療養費の決定.
    Reimbursement,
    /// 有効期間の一括延長.
    Extension,
}

/// What undoes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remedy {
    /// 取消.
    Revocation,
    /// 訂正.
    Correction,
    /// A further notice of this kind.
    Notice(NoticeKind),
    /// A further application of this kind.
    Application(ProcedureKind),
}

struct Row {
    step: Step,
    by: &'static [Remedy],
    how: &'static str,
}

const fn row(step: Step, by: &'static [Remedy], how: &'static str) -> Row {
    Row { step, by, how }
}

use Remedy::{Correction, Revocation};

static TABLE: &[Row] = &[
    row(
        Step::Application(ProcedureKind::New),
        &[Revocation, Correction],
        "認定の誤りは、支給認定の訂正（内容・期間）または取消（初日から）で直します。どちらも起案と決裁を別の人が行います。",
    ),
    row(
        Step::Application(ProcedureKind::Renewal),
        &[Revocation, Correction],
        "認定の誤りは、支給認定の訂正または取消で直します。初日から取り消した更新は、もう一度更新できます。",
    ),
    row(
        Step::Application(ProcedureKind::Change),
        &[Correction, Remedy::Application(ProcedureKind::Change)],
        "変更の誤りは、変更前の階層と区分に訂正して直します。この先の変更は、もう一度の変更申請で受け付けます。",
    ),
    row(
        Step::Application(ProcedureKind::TransferIn),
        &[Revocation, Correction],
        "認定の誤りは、支給認定の訂正または取消（初日から）で直します。",
    ),
    row(
        Step::Notice(NoticeKind::Particulars),
        &[Remedy::Notice(NoticeKind::Particulars)],
        "誤りは、正しい記載でもう一度この届を処理して直します。前の記載は履歴に残ります。",
    ),
    row(
        Step::Notice(NoticeKind::Return),
        &[Correction],
        "誤って終わらせたときは、支給認定の訂正で元の有効期間に戻します。無効にした受給者証は戻らず、新しい受給者証を作ります。",
    ),
    row(
        Step::Notice(NoticeKind::TransferOut),
        &[Correction],
        "転出を取りやめたときは、支給認定の訂正で元の有効期間に戻します。別の機関の認定が始まっていれば戻せません。",
    ),
    row(
        Step::Notice(NoticeKind::Reissue),
        &[],
        "無効にした受給者証は元に戻りません。見つかったときは返してもらいます。届の取下げは処理の前だけできます。",
    ),
    row(
        Step::Notice(NoticeKind::RegistrantCertificate),
        &[],
        "登録をやめるときは、次の更新の申請で希望しないとします。登録した記録は残ります。",
    ),
    row(
        Step::Notice(NoticeKind::Proxy),
        &[Remedy::Notice(NoticeKind::ProxyEnd), Remedy::Notice(NoticeKind::Proxy)],
        "代理人解任届、または新しい代理人選任届で終わります。",
    ),
    row(Step::Notice(NoticeKind::ProxyEnd), &[Remedy::Notice(NoticeKind::Proxy)], "代理人選任届で、もう一度登録します。"),
    row(
        Step::Revocation,
        &[Remedy::Application(ProcedureKind::New), Remedy::Application(ProcedureKind::Renewal)],
        "取消は元に戻せません。決裁の前なら起案を取り下げられます。決裁の後は、新規または更新の申請で改めて認定します。",
    ),
    row(
        Step::Reimbursement,
        &[Correction],
        "決裁の前は、算定し直すか請求を取り下げます。支給を決定した後の誤りは、正しい額への訂正（支給しないはずだったときは0円）を起案し、別の決裁者が決めます。差額は返還を求めるか追加で支払います。元の決定は履歴に残ります。",
    ),
    row(
        Step::Extension,
        &[Correction],
        "決裁の前なら起案を取り下げられます。決裁の後は、支給認定ごとに「訂正」で有効期間の末日を直します。延長の記録は履歴に残ります。",
    ),
    row(Step::Correction, &[Correction], "訂正の誤りは、もう一度の訂正で直します。それまでの内容はすべて履歴に残ります。"),
];

/// How a step is undone, as staff read it.
pub fn sentence(step: Step) -> &'static str {
    TABLE.iter().find(|row| row.step == step).map_or("", |row| row.how)
}

/// What may undo a step; nothing where it cannot be undone.
pub fn remedies(step: Step) -> &'static [Remedy] {
    TABLE.iter().find(|row| row.step == step).map_or(&[], |row| row.by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_says_how_it_is_undone() {
        let applications = crate::procedures::PROCEDURES.iter().map(|procedure| Step::Application(procedure.kind));
        let notices = NoticeKind::ALL.iter().copied().map(Step::Notice);
        let mut steps: Vec<Step> = applications.chain(notices).collect();
        steps.extend([Step::Revocation, Step::Correction, Step::Reimbursement, Step::Extension]);
        for step in &steps {
            assert!(!sentence(*step).is_empty(), "{step:?}");
        }
        assert_eq!(TABLE.len(), steps.len(), "each step once");
    }

    #[test]
    fn what_undoes_is_a_step_itself() {
        let undone = |remedy: &Remedy| match remedy {
            Revocation => sentence(Step::Revocation),
            Correction => sentence(Step::Correction),
            Remedy::Notice(kind) => sentence(Step::Notice(*kind)),
            Remedy::Application(kind) => sentence(Step::Application(*kind)),
        };
        assert!(TABLE.iter().flat_map(|row| row.by).all(|remedy| !undone(remedy).is_empty()));
        assert_eq!(remedies(Step::Notice(NoticeKind::Reissue)), []);
    }
}
