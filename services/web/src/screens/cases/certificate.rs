//! 受給者証 of a case: what was issued and can be opened, or why it was not.

use casework::application::Stage;
use events::Event;
use events::certificate::CertificateEvent;
use events::vocabulary::wareki;
use projections::case_history::Entry;
use serde::Serialize;
use uuid::Uuid;

use super::papers::reason;

/// A document that can be opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Sheet {
    /// 「受給者証」.
    pub(crate) title: &'static str,
    /// Where it is shown.
    pub(crate) href: String,
}

/// What became of the certificate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct CertificateCard {
    /// `issued`, `stopped`, `waiting`.
    pub(crate) state: &'static str,
    /// 交付日, or empty.
    pub(crate) issued_on: String,
    /// 枚数目.
    pub(crate) copy: u32,
    /// The documents.
    pub(crate) sheets: Vec<Sheet>,
    /// Why it was stopped.
    pub(crate) why: String,
}

/// Name of a document for staff.
pub(crate) fn title(document: &str) -> Option<&'static str> {
    match document {
        "certificate" => Some("受給者証"),
        "cap_sheet" => Some("自己負担上限額管理票"),
        "calculation_sheet" => Some("算定根拠書"),
        _ => None,
    }
}

/// The documents of a certificate in the order of the envelope.
pub(crate) fn sheets<'a>(certificate: Uuid, documents: impl IntoIterator<Item = &'a str>) -> Vec<Sheet> {
    let sheet =
        |document: &str| title(document).map(|title| Sheet { title, href: format!("/certificates/{certificate}/{document}") });
    documents.into_iter().filter_map(sheet).collect()
}

/// The newest word on the certificate; none before the approval.
pub(crate) fn card(entries: &[Entry], stage: Option<Stage>) -> Option<CertificateCard> {
    let waiting = CertificateCard { state: "waiting", issued_on: String::new(), copy: 0, sheets: Vec::new(), why: String::new() };
    let newest = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Certificate(event) => Some((entry.stream_id, event)),
        _ => None,
    });
    match newest {
        Some((certificate, CertificateEvent::Issued(issued))) => Some(CertificateCard {
            state: "issued",
            issued_on: wareki::long(issued.issued_on),
            copy: issued.copy,
            sheets: sheets(certificate, issued.documents.iter().map(|document| document.document.as_str())),
            why: String::new(),
        }),
        Some((_, CertificateEvent::IssueStopped(stopped))) => {
            Some(CertificateCard { state: "stopped", why: reason(Some(&stopped.why)), ..waiting })
        }
        Some((_, CertificateEvent::Voided(voided))) if voided.replaced => Some(waiting),
        Some((_, CertificateEvent::Voided(voided))) => {
            Some(CertificateCard { state: "voided", why: voided.ground.label().to_owned(), ..waiting })
        }
        None => (stage == Some(Stage::Approved)).then_some(waiting),
    }
}

impl CertificateCard {
    /// Each branch, for the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let issued = Self {
            state: "issued",
            issued_on: "令和8年11月24日".to_owned(),
            copy: 1,
            sheets: sheets(Uuid::nil(), ["certificate", "cap_sheet", "calculation_sheet"]),
            why: String::new(),
        };
        let stopped = Self { state: "stopped", why: "氏名の1文字目".to_owned(), sheets: Vec::new(), ..issued.clone() };
        let voided = Self { state: "voided", why: "返還".to_owned(), sheets: Vec::new(), ..issued.clone() };
        let waiting = Self { state: "waiting", sheets: Vec::new(), ..issued.clone() };
        vec![issued, stopped, waiting, voided]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_documents_are_linked() {
        let sheets = sheets(Uuid::nil(), ["certificate", "something_else"]);
        assert_eq!(sheets.len(), 1);
        assert!(sheets[0].href.ends_with("/certificate"));
    }

    #[test]
    fn an_approved_case_without_certificate_waits() {
        assert_eq!(card(&[], Some(Stage::Approved)).map(|card| card.state), Some("waiting"));
        assert_eq!(card(&[], Some(Stage::Examined)), None);
    }
}
