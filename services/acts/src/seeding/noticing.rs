//! What families of the fictional prefecture told after their awards, and a decision that was found to be wrong: some wait, some are done.

use casework::Refusal;
use casework::award::Standing;
use casework::notice::NoticeRefusal;
use events::award::{CorrectionGround, EndGround};
use events::ids::{ApplicationId, AwardId, NoticeId};
use events::notice::{
    Authority, Filer, LossOfCertificate, NoticeContent, ParticularsChange, Proxy, ProxyEnd, Reissue, Residence,
    ReturnOfCertificate, TransferOut,
};
use events::vocabulary::{Address, Kana, PersonName, Phone, Relation, ShortText, Tier, age};
use jiff::Timestamp;
use jiff::civil::Date;

use super::SeedPlan;
use super::accounts::Staff;
use super::clock;
use super::play::{request, text};
use crate::{ActError, Acts, Known, ReceiveNoticeInput, RedressInput, RedressWish, Request, ReturnNoticeInput};

/// What a family tells.
#[derive(Clone, Copy)]
enum Told {
    GuardianMoved,
    Moved,
    Lost,
    Damaged,
    Registrant,
    Proxy,
    ProxyEnd,
    Cured,
    Away,
}

/// How far that has come.
#[derive(Clone, Copy)]
enum Until {
    Received,
    Returned,
    Settled,
}

/// By family, in their order. A right that ends is told last.
const FAMILIES: &[&[(Told, Until)]] = &[
    &[(Told::Moved, Until::Settled), (Told::Proxy, Until::Settled), (Told::ProxyEnd, Until::Received)],
    &[(Told::Lost, Until::Settled), (Told::GuardianMoved, Until::Received), (Told::Cured, Until::Received)],
    &[
        (Told::Proxy, Until::Settled),
        (Told::ProxyEnd, Until::Settled),
        (Told::Damaged, Until::Settled),
        (Told::Registrant, Until::Settled),
        (Told::Away, Until::Received),
    ],
    &[(Told::Registrant, Until::Received), (Told::GuardianMoved, Until::Returned), (Told::Away, Until::Settled)],
    &[(Told::Proxy, Until::Received), (Told::Lost, Until::Received), (Told::Cured, Until::Settled)],
];

struct Evening<'a> {
    acts: &'a Acts,
    plan: &'a SeedPlan,
    staff: &'a Staff,
    minute: i64,
}

impl Evening<'_> {
    fn next(&mut self) -> Timestamp {
        self.minute += 1;
        clock::at(clock::before(self.plan.today, 1), 20, self.minute)
    }

    fn today(&self) -> Date {
        clock::before(self.plan.today, 1)
    }

    /// The acts and the request of the next minute.
    fn by(&mut self, who: &events::Actor) -> (Acts, Request) {
        let at = self.next();
        let asked = request(self.plan, at, &format!("noticing/{}", at.as_second()), who.clone());
        (self.acts.at(at), Request { today: self.today(), ..asked })
    }

    async fn tell(&mut self, award: AwardId, told: Told, until: Until) -> Result<(), ActError> {
        let standing = self.acts.starting(award).await?.standing;
        let known = self.acts.known(standing.recipient, award, self.today()).await?;
        let office = self.acts.responsible_office(known.person.residence.municipality, self.today()).await?;
        let counter = self.staff.counter(office)?.clone();
        let checker = self.staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
        let adult = age::birthday(known.person.birth_date, 18).is_some_and(|day| day <= self.today());
        let input = ReceiveNoticeInput {
            recipient: standing.recipient,
            award,
            filed_on: self.today(),
            happened_on: self.today(),
            receiving_office: office,
            filer: if adult { Filer::Patient } else { Filer::Guardian },
            content: content(told, &known)?,
        };
        let (acts, asked) = self.by(&counter);
        let notice = match acts.receive_notice(&asked, input).await {
            // Half of the families asked for it with their application.
            Err(ActError::Refused(Refusal::Notice(NoticeRefusal::AlreadyRegistrant))) => return Ok(()),
            received => received?.notice,
        };
        self.go_on(notice, until, &checker).await
    }

    async fn go_on(&mut self, notice: NoticeId, until: Until, checker: &events::Actor) -> Result<(), ActError> {
        match until {
            Until::Received => {}
            Until::Returned => {
                let (acts, asked) = self.by(checker);
                let due_on = self.plan.today.checked_add(jiff::Span::new().days(7)).unwrap_or(self.plan.today);
                let why = text("住民票の写しを付けてもらってください（見本）。")?;
                acts.return_notice(&asked, notice, ReturnNoticeInput { due_on, why }).await?;
            }
            Until::Settled => {
                let (acts, asked) = self.by(checker);
                acts.settle_notice(&asked, notice).await?;
            }
        }
        Ok(())
    }

    /// A tier that was read wrongly; one correction was decided, one waits.
    async fn redress(&mut self, award: AwardId, decided: bool) -> Result<(), ActError> {
        let Standing { validity, right, .. } = self.acts.starting(award).await?.standing;
        let tier = if right.tier == Some(Tier::III) { Tier::IV } else { Tier::III };
        let wish = RedressWish::Correct {
            ground: CorrectionGround::Income,
            from: validity.start(),
            validity,
            tier: Some(tier),
            severity: right.severity,
            haemophilia: right.haemophilia,
        };
        let checker = self.staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
        let approver = self.staff.approvers.first().cloned().ok_or(ActError::NotFound)?;
        let why = text("課税証明書の所得割を読み違えていたため（見本）。")?;
        let (acts, asked) = self.by(&checker);
        match acts.propose_redress(&asked, award, RedressInput { wish, months: Vec::new(), why }).await {
            // Where the cap does not hang on the tier, nothing is wrong.
            Err(ActError::Refused(_)) => return Ok(()),
            proposed => proposed?,
        };
        if decided {
            let (acts, asked) = self.by(&approver);
            acts.decide_redress(&asked, award).await?;
        }
        Ok(())
    }
}

/// Plays the stories on the awards of the played cases, the last first.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff, played: &[ApplicationId]) -> Result<(), ActError> {
    let mut evening = Evening { acts, plan, staff, minute: 0 };
    let mut families = FAMILIES.iter();
    let mut corrected = false;
    for case in played.iter().rev() {
        let Some(award) = acts.case(*case, None).await?.application.award() else { continue };
        // As granted, so that playing again takes the same awards.
        let starting = acts.starting(award).await?;
        if starting.standing.replaced_by.is_some() || !starting.granted.conclusion.validity.contains(evening.today()) {
            continue;
        }
        let Some(family) = families.next() else {
            if corrected {
                break;
            }
            corrected = true;
            evening.redress(award, true).await?;
            continue;
        };
        for (told, until) in *family {
            evening.tell(award, *told, *until).await?;
        }
        // The first family's award turns out to be wrong as well.
        if families.len() + 1 == FAMILIES.len() {
            evening.redress(award, false).await?;
        }
    }
    Ok(())
}

fn internal(error: &impl std::fmt::Display) -> ActError {
    ActError::internal(error)
}

fn address(line: &str) -> Result<Address, ActError> {
    Ok(Address { postal_code: None, text: ShortText::parse(line).map_err(|error| internal(&error))? })
}

fn content(told: Told, known: &Known) -> Result<NoticeContent, ActError> {
    let reissue = |cause| NoticeContent::Reissue(Reissue { cause, certificate_returned: cause == LossOfCertificate::Damaged });
    Ok(match told {
        Told::GuardianMoved => {
            let mut guardian = known.person.guardian.clone();
            guardian.address = address("佐賀県佐賀市見本町9-9")?;
            let change = ParticularsChange { guardian: Some(guardian), ..ParticularsChange::default() };
            NoticeContent::Particulars(Box::new(change))
        }
        Told::Moved => {
            let residence =
                Residence { address: address("佐賀県内見本町8-8")?, municipality: known.person.residence.municipality };
            let change = ParticularsChange { residence: Some(residence), ..ParticularsChange::default() };
            NoticeContent::Particulars(Box::new(change))
        }
        Told::Lost => reissue(LossOfCertificate::Lost),
        Told::Damaged => reissue(LossOfCertificate::Damaged),
        Told::Registrant => NoticeContent::RegistrantCertificate,
        Told::Proxy => NoticeContent::Proxy(Box::new(Proxy {
            name: PersonName::new("見本 代理", Kana::parse("ミホン ダイリ").map_err(|error| internal(&error))?)
                .map_err(|error| internal(&error))?,
            relation: Relation::Other,
            address: address("佐賀県佐賀市見本町7-7")?,
            phone: Phone::parse("0952-00-0003").ok(),
            authority: Authority::Mandate,
            until: Some(known.award.validity.end()),
        })),
        Told::ProxyEnd => NoticeContent::ProxyEnd(ProxyEnd { note: None }),
        Told::Cured => {
            NoticeContent::Return(ReturnOfCertificate { ground: EndGround::Cured, certificate_returned: true, note: None })
        }
        Told::Away => NoticeContent::TransferOut(Box::new(TransferOut {
            authority: text("見本県（見本）")?,
            address: address("見本県見本市見本町1-1")?,
            certificate_returned: true,
        })),
    })
}
