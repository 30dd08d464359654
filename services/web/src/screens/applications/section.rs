//! One page of a draft: what is typed is saved first and judged then, so nothing typed is ever lost.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use uuid::Uuid;

use super::draft::{self, Content};
use super::entry::{Catalogue, FieldKind, Problem as Wrong, SECTIONS, Section, fields_of, read_section};
use super::view::{self, FieldView};
use crate::cx::Cx;
use crate::forms::{FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct SectionPage {
    purpose: String,
    title: &'static str,
    lead: &'static str,
    place: usize,
    places: usize,
    next_title: Option<&'static str>,
    path: String,
    action: String,
    version: i32,
    conflict: bool,
    fields: Vec<FieldView>,
    /// Code and name of every disease, where one is asked for.
    diseases: Vec<(String, String)>,
    form: FormView,
}

impl Page for SectionPage {
    const TEMPLATE: &'static str = "applications/section.html";

    fn sample() -> Vec<Self> {
        let catalogue = Catalogue::default();
        let entry = super::entry::Entry { texts: [("child_birth_date".to_owned(), "H31.5.1".to_owned())].into() };
        SECTIONS
            .iter()
            .map(|section| {
                let problems = read_section(section.code, &entry, &catalogue);
                let content = Content { purpose: draft::Purpose::New, entry: entry.clone() };
                Self::of(Uuid::nil(), 1, section, &content, &catalogue, &problems, true)
            })
            .collect()
    }
}

impl SectionPage {
    fn of(
        id: Uuid,
        version: i32,
        section: &Section,
        content: &Content,
        catalogue: &Catalogue,
        problems: &[Wrong],
        conflict: bool,
    ) -> Self {
        let list = fields_of(section.code);
        let sections = content.sections();
        let place = sections.iter().position(|other| other.code == section.code).unwrap_or_default() + 1;
        let path = format!("/applications/drafts/{id}");
        Self {
            purpose: content.purpose.title(),
            title: section.title,
            lead: section.lead,
            place,
            places: sections.len(),
            next_title: sections.get(place).map(|next| next.title),
            action: format!("{path}/{}", section.code),
            path,
            version,
            conflict,
            diseases: if list.iter().any(|field| field.kind == FieldKind::Disease) {
                catalogue.diseases.iter().map(|disease| (disease.id.to_string(), disease.name.clone())).collect()
            } else {
                Vec::new()
            },
            fields: view::fields(&list, &content.entry, catalogue, problems),
            form: view::form(&list, &content.entry, catalogue, problems),
        }
    }
}

fn known(code: &str) -> Result<&'static Section, Problem> {
    SECTIONS.iter().find(|section| section.code == code).ok_or(Problem::NotFound)
}

fn ids(path: &(String, String)) -> Result<(Uuid, &'static Section), Problem> {
    Ok((path.0.parse().map_err(|_| Problem::NotFound)?, known(&path.1)?))
}

/// Shows the page; what was typed before is judged only where it was typed.
pub(crate) async fn show(cx: Cx, Path(path): Path<(String, String)>) -> Result<Response, Problem> {
    let (id, section) = ids(&path)?;
    let draft = draft::load(&cx, id).await?;
    let catalogue = draft::catalogue(&cx, cx.today).await?;
    cx.viewed(&[id]).await?;
    let (_, problems) = draft.content.progress(section, &catalogue);
    cx.page(&SectionPage::of(id, draft.info.version, section, &draft.content, &catalogue, &problems, false))
}

/// Saves what was typed, then goes on, or shows what is wrong.
pub(crate) async fn submit(cx: Cx, Path(path): Path<(String, String)>, posted: Posted) -> Result<Response, Problem> {
    let (id, section) = ids(&path)?;
    let draft = draft::load(&cx, id).await?;
    let catalogue = draft::catalogue(&cx, cx.today).await?;
    let mut content = draft.content;
    take(&mut content, section, &posted);
    let seen = posted.seen_version().unwrap_or(draft.info.version);
    let Ok(version) = draft::save(&cx, (id, seen), &content).await? else {
        cx.viewed(&[id]).await?;
        let page = SectionPage::of(id, draft.info.version, section, &content, &catalogue, &[], true);
        return cx.page_as(StatusCode::CONFLICT, &page);
    };
    let list = format!("/applications/drafts/{id}");
    let problems = read_section(section.code, &content.entry, &catalogue);
    match posted.text("next") {
        "list" => Ok(cx.redirect(&list)),
        next if next.starts_with("accept:") || !problems.is_empty() => {
            cx.viewed(&[id]).await?;
            let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            cx.page_as(status, &SectionPage::of(id, version, section, &content, &catalogue, &problems, false))
        }
        _ => {
            let after = content.sections().into_iter().skip_while(|other| other.code != section.code).nth(1);
            Ok(cx.redirect(&format!("{list}/{}", after.map_or("check", |next| next.code))))
        }
    }
}

/// Takes what was typed on this page into the draft. A secret that was left empty stays as it was; an accepted suggestion takes the place
/// of what was typed.
fn take(content: &mut Content, section: &Section, posted: &Posted) {
    for field in fields_of(section.code) {
        let text = posted.text(&field.name);
        if field.kind == FieldKind::MyNumber && text.trim().is_empty() {
            continue;
        }
        if text.is_empty() {
            content.entry.texts.remove(&field.name);
        } else {
            content.entry.texts.insert(field.name, text.to_owned());
        }
    }
    if let Some((name, text)) = posted.text("next").strip_prefix("accept:").and_then(|accepted| accepted.split_once('='))
        && fields_of(section.code).iter().any(|field| field.name == name)
    {
        content.entry.texts.insert(name.to_owned(), text.to_owned());
    }
}
