//! `GET /letters/releases/{id}`: who gets a letter, who does not and why, how far the making is. Whoever is named is told to the access log.

use std::collections::BTreeMap;

use acts::{ActError, LetterReleaseFile};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use casework::letter_release::Stage;
use events::ids::{AwardId, DesignationId, LetterReleaseId};
use events::letter::LetterKind;
use events::letter_release::Exclusion;
use events::vocabulary::wareki;
use identity::Permission;
use projections::designations::{self, DesignationRow};
use projections::ledger::{self, AsOf};
use serde::Serialize;

use super::SHOWN_BY;
use super::paper::TOGETHER;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::addressing;
use crate::screens::applications::view::Offered;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;
use crate::screens::four_eyes;
use crate::screens::going::Going;
use crate::screens::notices::offered;
use crate::taking_out::Offer;

/// Persons of a page.
const PAGE: usize = 50;

/// Somebody on the list.
#[derive(Clone, Serialize)]
struct Person {
    href: String,
    number: String,
    name: String,
    office: String,
    until: String,
    why: &'static str,
}

/// A choice of what the list shows.
#[derive(Clone, Serialize)]
struct Choice {
    href: String,
    label: String,
    chosen: bool,
}

/// The page.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what whoever asks may do and see, each for itself")]
pub(crate) struct ReleasePage {
    path: String,
    version: i32,
    kind: &'static str,
    period: String,
    office: String,
    known_up_to: i64,
    stage: &'static str,
    tone: &'static str,
    addressed: usize,
    excluded: usize,
    choices: Vec<Choice>,
    people: Vec<Person>,
    next: Option<String>,
    first: Option<String>,
    going: Option<Going>,
    running: bool,
    made: Option<u32>,
    left: usize,
    may_release: bool,
    may_withdraw: bool,
    closed: String,
    campaign: Option<String>,
    papers: bool,
    persons: bool,
    to_post: bool,
    ways: Vec<Offered>,
    addresses: Option<Offer>,
    form: FormView,
}

fn ways() -> Vec<Offered> {
    TOGETHER.iter().map(|one| offered(one.code(), one.label())).collect()
}

const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "warn",
        Stage::Running => "key",
        Stage::Ended => "ok",
        Stage::None | Stage::Withdrawn => "",
    }
}

/// Awards that the list shows, with why somebody is left out.
fn shown(file: &LetterReleaseFile, which: Option<&str>) -> Vec<(AwardId, &'static str)> {
    let left = file.ended.as_ref().map(|ended| ended.left.clone()).unwrap_or_default();
    match which {
        None => file.prepared.addressed.iter().map(|one| (one.award, "")).collect(),
        Some("left") => left.into_iter().map(|award| (award, "作成できなかった")).collect(),
        Some(code) => {
            let only = code.parse::<Exclusion>().ok();
            let excluded = file.prepared.excluded.iter().filter(|one| only.is_none_or(|why| one.why == why));
            excluded.map(|one| (one.award, one.why.label())).collect()
        }
    }
}

fn choices(file: &LetterReleaseFile, which: Option<&str>, path: &str) -> Vec<Choice> {
    let choice = |code: Option<&str>, label: String| Choice {
        href: code.map_or_else(|| path.to_owned(), |code| format!("{path}?who={code}")),
        label,
        chosen: which == code,
    };
    let mut by_reason: BTreeMap<Exclusion, usize> = BTreeMap::new();
    for one in &file.prepared.excluded {
        *by_reason.entry(one.why).or_default() += 1;
    }
    let mut all = vec![choice(None, format!("送る {}人", file.prepared.letters()))];
    if !file.prepared.excluded.is_empty() {
        all.push(choice(Some("excluded"), format!("除く {}人", file.prepared.excluded.len())));
    }
    all.extend(by_reason.into_iter().map(|(why, count)| choice(Some(why.code()), format!("{} {count}人", why.label()))));
    let left = file.ended.as_ref().map_or(0, |ended| ended.left.len());
    if left > 0 {
        all.push(choice(Some("left"), format!("作成できなかった {left}人")));
    }
    all
}

/// Doctors and institutions of a page; what the registers say is published.
async fn holders(cx: &Cx, designations: &[DesignationId], from: usize) -> Result<Vec<Person>, Problem> {
    let ids: Vec<DesignationId> = designations.iter().skip(from).take(PAGE).copied().collect();
    cx.viewed(&[]).await?;
    let own = cx.masters().await?.own_authority();
    let mut rows = designations::of(cx.pool(), &ids, &own).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let person = |row: DesignationRow| Person {
        href: format!("/designations/{}", row.designation),
        name: row.name.as_ref().map_or_else(|| row.title.clone(), |name| name_and_kana(name).0),
        number: row.number,
        office: String::new(),
        until: wareki::short(row.ends_on),
        why: "",
    };
    Ok(rows.into_iter().map(person).collect())
}

async fn people(cx: &Cx, listed: &[(AwardId, &'static str)]) -> Result<Vec<Person>, Problem> {
    let awards: Vec<AwardId> = listed.iter().map(|(award, _)| *award).collect();
    let mut rows = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    let subjects: Vec<_> = rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let person = |(award, why): &(AwardId, &'static str)| {
        let row = rows.iter().find(|row| row.award == *award);
        Person {
            href: row.map(|row| format!("/recipients/{}", row.recipient)).unwrap_or_default(),
            number: row.map(|row| row.recipient_number.to_string()).unwrap_or_default(),
            name: row.map_or_else(|| "（不明）".to_owned(), |row| name_and_kana(&row.name).0),
            office: row.map(|row| names.office_short(row.office)).unwrap_or_default(),
            until: row.map(|row| wareki::short(row.validity.end())).unwrap_or_default(),
            why,
        }
    };
    Ok(listed.iter().map(person).collect())
}

pub(super) async fn render(
    cx: &Cx,
    id: LetterReleaseId,
    (form, addresses): (FormView, Option<Offer>),
    status: StatusCode,
) -> Result<Response, Problem> {
    let file = cx.acts().letter_release(id).await?;
    let path = format!("/letters/releases/{id}");
    let which = cx.parameter("who");
    let from: usize = cx.parameter("from").and_then(|text| text.parse().ok()).unwrap_or(0);
    let listed = shown(&file, which);
    let page_of: Vec<_> = listed.iter().skip(from).take(PAGE).copied().collect();
    let names = Names::new(cx.masters().await?, cx.today);
    let stage = file.release.stage();
    let running = stage == Stage::Running;
    let progress = if running { cx.acts().letters_progress(id).await? } else { None };
    let going = progress.map(Going::from);
    let own = file.by == cx.staff()?.actor.id;
    let made = file.ended.as_ref().is_some_and(|ended| ended.made > 0);
    let papers = made && cx.may(Permission::SendLetters);
    let persons = file.prepared.designations.is_empty();
    let filter = which.map(|which| format!("who={which}&")).unwrap_or_default();
    let page = ReleasePage {
        version: file.version,
        kind: file.prepared.kind.label(),
        period: format!("{}から{}まで", wareki::long(file.prepared.from), wareki::long(file.prepared.until)),
        office: file.prepared.office.map_or_else(|| "県内すべて".to_owned(), |office| names.office_short(office)),
        known_up_to: file.prepared.known_up_to,
        stage: stage.label(),
        tone: tone(stage),
        addressed: file.prepared.letters(),
        excluded: file.prepared.excluded.len(),
        choices: choices(&file, which, &path),
        people: if persons { people(cx, &page_of).await? } else { holders(cx, &file.prepared.designations, from).await? },
        next: (listed.len().max(file.prepared.designations.len()) > from + PAGE)
            .then(|| format!("{path}?{filter}from={}", from + PAGE)),
        first: (from > 0).then(|| format!("{path}?{filter}from=0")),
        going,
        running,
        made: file.ended.as_ref().map(|ended| ended.made),
        left: file.ended.as_ref().map_or(0, |ended| ended.left.len()),
        may_release: stage == Stage::Waiting && !own && cx.may(Permission::ReleaseLetters),
        may_withdraw: (stage == Stage::Waiting || running) && cx.may(Permission::WithdrawLetters),
        closed: if stage == Stage::Waiting && own {
            casework::letter_release::LetterReleaseRefusal::OwnRelease.to_string()
        } else {
            String::new()
        },
        campaign: file.prepared.campaign.map(|campaign| format!("/campaigns/{campaign}")),
        papers,
        persons,
        to_post: papers && persons && stage == Stage::Ended && cx.may(Permission::RecordPost),
        ways: ways(),
        addresses: (papers && persons).then(|| addresses.unwrap_or_else(addressing::offer)),
        path: path.clone(),
        form,
    };
    let mut response = cx.page_as(status, &page)?;
    if running && let Ok(again) = HeaderValue::from_str(&format!("3;url={path}")) {
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<LetterReleaseId>) -> Result<Response, Problem> {
    render(&cx, id, (offered_to_post(&cx), None), StatusCode::OK).await
}

/// What stands in the form of the post before anybody types.
pub(super) fn offered_to_post(cx: &Cx) -> FormView {
    FormView::filled([("posted_on", wareki::short(cx.today)), ("way", "ordinary".to_owned())])
}

async fn answered(
    cx: &Cx,
    id: LetterReleaseId,
    posted: &Posted,
    code: &'static str,
    done: Result<acts::Done, ActError>,
) -> Result<Response, Problem> {
    let (why, status) = match four_eyes::told(done)? {
        Ok(done) => return cx.told(&format!("/letters/releases/{id}"), code, done.position, SHOWN_BY).await,
        Err(refused) => refused,
    };
    let mut errors = FieldErrors::default();
    errors.general(why);
    render(cx, id, (FormView::of(posted).with_errors(&errors), None), status).await
}

/// `POST /letters/releases/{id}/release`.
pub(crate) async fn release(cx: Cx, Id(id): Id<LetterReleaseId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().release_letters(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "letters_released", done).await
}

/// `POST /letters/releases/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<LetterReleaseId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().withdraw_letter_release(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "letters_withdrawn", done).await
}

/// `POST /letters/releases/{id}/stop`.
pub(crate) async fn stop(cx: Cx, Id(id): Id<LetterReleaseId>, posted: Posted) -> Result<Response, Problem> {
    posted.command()?;
    cx.acts().stop_letters(id).await?;
    cx.told(&format!("/letters/releases/{id}"), "letters_stopping", 0, &[]).await
}

impl Page for ReleasePage {
    const TEMPLATE: &'static str = "letters/release.html";

    fn sample() -> Vec<Self> {
        let person = |why| Person {
            href: "/recipients/1".to_owned(),
            number: "0000018".to_owned(),
            name: "見本 花子".to_owned(),
            office: "佐賀中部".to_owned(),
            until: "R9.9.30".to_owned(),
            why,
        };
        let choice = |label: &str, chosen| Choice { href: "/letters/releases/1".to_owned(), label: label.to_owned(), chosen };
        let page = |stage: Stage, may_release, why, going| Self {
            path: "/letters/releases/1".to_owned(),
            version: 1,
            kind: LetterKind::RenewalGuide.label(),
            period: "令和9年9月1日から令和9年9月30日まで".to_owned(),
            office: "県内すべて".to_owned(),
            known_up_to: 1_200,
            stage: stage.label(),
            tone: tone(stage),
            addressed: 412,
            excluded: 31,
            choices: vec![choice("送る 412人", true), choice("除く 31人", false)],
            people: vec![person(why)],
            next: Some("/letters/releases/1?from=50".to_owned()),
            first: None,
            going,
            running: stage == Stage::Running,
            made: (stage == Stage::Ended).then_some(411),
            left: usize::from(stage == Stage::Ended),
            may_release,
            may_withdraw: may_release || stage == Stage::Running,
            campaign: may_release.then(|| "/campaigns/1".to_owned()),
            papers: stage == Stage::Ended,
            persons: true,
            to_post: stage == Stage::Ended,
            ways: ways(),
            addresses: (stage == Stage::Ended).then(addressing::offer),
            closed: if may_release { String::new() } else { "用意した人は承認できません。".to_owned() },
            form: FormView::default(),
        };
        let going = Some(Going::sample(false));
        let mut nobody = page(Stage::Withdrawn, false, "", None);
        nobody.people = Vec::new();
        vec![
            page(Stage::Waiting, true, "", None),
            page(Stage::Waiting, false, Exclusion::Applied.label(), None),
            page(Stage::Running, false, "", going),
            page(Stage::Running, false, "", None),
            page(Stage::Ended, false, "", None),
            nobody,
        ]
    }
}
