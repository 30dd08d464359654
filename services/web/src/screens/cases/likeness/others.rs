//! Records that look like a child, found by the index in memory and by the individual number, and what they say, for the eye that compares.

use acts::Case;
use events::application::{Alike, ApplicationForm, OtherRecord};
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{Likeness, wareki};
use jiff::civil::Date;
use projections::ledger::search::{Sought, Subject};
use projections::ledger::{self, AsOf, Ended, LedgerRow};
use projections::worklist::{self, WorklistRow};

use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::ident::{ERASED, birth_and_age, name_and_kana};
use crate::shield::HIDDEN;

/// The most that are compared; whoever has more in common comes first.
const MOST: usize = 6;

/// What is compared, line by line.
pub(crate) const LINES: [&str; 7] = ["氏名", "フリガナ", "生年月日", "住所", "申請者・保護者", "保険者番号", "保険の記号・番号"];

/// Which of them says where the family lives.
pub(crate) const ADDRESS: usize = 3;

/// What one record says, in the order of [`LINES`].
pub(crate) type Told = [String; LINES.len()];

/// A record that looks like the child.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Other {
    pub(crate) alike: Alike,
    /// The last award that counts, of a recipient.
    pub(crate) award: Option<AwardId>,
    /// 受給者 or 申請.
    pub(crate) what: &'static str,
    pub(crate) number: String,
    pub(crate) href: String,
    /// 有効期間 or 状態.
    pub(crate) standing: String,
    pub(crate) told: Told,
}

/// What a form says of the child.
pub(crate) fn told(form: &ApplicationForm, today: Date) -> Told {
    let insurance = &form.insurance;
    let number = [&insurance.symbol, &insurance.number].into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>();
    [
        form.child.name.written().to_owned(),
        form.child.name.kana().to_string(),
        birth_and_age(&events::Personal::Open(form.child.birth_date), today),
        form.child.address.text.to_string(),
        form.applicant.name.written().to_owned(),
        insurance.insurer_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        number.join("　"),
    ]
}

/// Which records look like the child of a form: by the index, and `number`, who has the same individual number.
pub(crate) async fn alike(cx: &Cx, form: &ApplicationForm, number: Option<RecipientId>) -> Result<Vec<Alike>, Problem> {
    if cx.search().is_ready() {
        // Who was just entered is found.
        cx.search().refresh(cx.pool(), cx.ring()).await?;
    }
    let sought = Sought::new(form.child.name.kana(), form.child.birth_date, &form.insurance);
    let mut found = Vec::new();
    if let Some(recipient) = number {
        Alike::note(&mut found, OtherRecord::Recipient(recipient), Likeness::MyNumber);
    }
    for (subject, likeness) in cx.search().alike(&sought, MOST) {
        let other = match subject {
            Subject::Recipient(id) => OtherRecord::Recipient(id),
            Subject::Application(id) => OtherRecord::Application(id),
        };
        for by in likeness {
            Alike::note(&mut found, other, by);
        }
    }
    Ok(found)
}

/// The records as they can be looked at, in the order given. Applications of somebody of the ledger are the recipient's own history and are
/// left out, but for those `asked` about before. Whoever shows them says so to the access log ([`subjects`]).
pub(crate) async fn others(cx: &Cx, alike: Vec<Alike>, asked: &[OtherRecord]) -> Result<Vec<Other>, Problem> {
    let recipients: Vec<RecipientId> = alike.iter().filter_map(|one| recipient(one.other)).collect();
    let applications: Vec<ApplicationId> = alike.iter().filter_map(|one| application(one.other)).collect();
    let mut rows = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let mut cases = worklist::rows(cx.pool(), &applications, None).await?;
    // What was withdrawn or refused leads to no second recipient.
    let counts = |row: &WorklistRow| row.recipient.is_none() && !row.stage.is_decided();
    cases.retain(|row| counts(row) || asked.contains(&OtherRecord::Application(row.application)));
    let mut found = Vec::new();
    for one in alike {
        let other = match one.other {
            OtherRecord::Recipient(id) => {
                let own = || rows.iter().filter(|row| row.recipient == id);
                let row = own().find(|row| row.ended != Some(Ended::Annulled)).or_else(|| own().next());
                match row {
                    Some(row) => Some(registered(cx, one, row).await?),
                    None => None,
                }
            }
            OtherRecord::Application(id) => match cases.iter().find(|row| row.application == id) {
                Some(row) => Some(applied(cx, one, row).await?),
                None => None,
            },
        };
        found.extend(other);
    }
    let shield = cx.shield(&subjects(&found).collect::<Vec<_>>()).await?;
    for one in found.iter_mut().filter(|one| shield.hides(one.alike.other.id())) {
        HIDDEN.clone_into(&mut one.told[ADDRESS]);
    }
    Ok(found)
}

/// Whose data is shown with these records.
pub(crate) fn subjects(others: &[Other]) -> impl Iterator<Item = uuid::Uuid> + '_ {
    others.iter().map(|one| one.alike.other.id())
}

fn recipient(other: OtherRecord) -> Option<RecipientId> {
    if let OtherRecord::Recipient(id) = other { Some(id) } else { None }
}

fn application(other: OtherRecord) -> Option<ApplicationId> {
    if let OtherRecord::Application(id) = other { Some(id) } else { None }
}

fn of_case(case: &Case, today: Date) -> Told {
    case.form.open().map_or_else(|| LINES.map(|_| ERASED.to_owned()), |form| told(form, today))
}

/// Somebody of the ledger: as the ledger has them, insured as in the last application.
async fn registered(cx: &Cx, alike: Alike, row: &LedgerRow) -> Result<Other, Problem> {
    let mut told = of_case(&cx.acts().case(row.application, None).await?, cx.today);
    let (name, kana) = name_and_kana(&row.name);
    let address = row.address.open().map_or_else(|| ERASED.to_owned(), |address| address.text.to_string());
    let guardian = row.guardian.open().map_or_else(|| ERASED.to_owned(), |one| one.name.written().to_owned());
    let own = [name, kana, birth_and_age(&row.birth_date, cx.today), address, guardian];
    told.iter_mut().zip(own).for_each(|(of_form, of_ledger)| *of_form = of_ledger);
    Ok(Other {
        award: Some(row.award),
        what: "受給者",
        number: row.recipient_number.to_string(),
        href: format!("/recipients/{}", row.recipient),
        standing: format!("{}〜{}", wareki::short(row.validity.start()), wareki::short(row.validity.end())),
        told,
        alike,
    })
}

async fn applied(cx: &Cx, alike: Alike, row: &WorklistRow) -> Result<Other, Problem> {
    Ok(Other {
        award: None,
        what: "申請",
        number: row.receipt_number.to_string(),
        href: format!("/cases/{}", row.application),
        standing: row.stage.label().to_owned(),
        told: of_case(&cx.acts().case(row.application, None).await?, cx.today),
        alike,
    })
}

impl Other {
    /// For the tests of templates.
    pub(crate) fn sample() -> Self {
        let told =
            ["見本 花子", "ミホン ハナコ", "令和2年3月15日（6歳）", "佐賀市城内1丁目", "見本 太郎", "01410013", "見本12　345"];
        Self {
            alike: Alike {
                other: OtherRecord::Recipient(RecipientId(uuid::Uuid::nil())),
                by: vec![Likeness::MyNumber, Likeness::BirthDate],
            },
            award: Some(AwardId(uuid::Uuid::nil())),
            what: "受給者",
            number: "1000018".to_owned(),
            href: "/recipients/0".to_owned(),
            standing: "R7.10.1〜R8.9.30".to_owned(),
            told: told.map(ToOwned::to_owned),
        }
    }
}
