//! Files as answers: shown in place or taken along, kept by no browser and no proxy.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;

/// Media type of a PDF.
pub(crate) const PDF: &str = "application/pdf";

/// A PDF that the browser shows. The name holds nothing personal.
///
/// # Errors
/// [`Problem::Internal`] where the name is no file name.
pub(crate) fn shown(pdf: Vec<u8>, name: &str) -> Result<Response, Problem> {
    answer(pdf, PDF, "inline", name)
}

/// A picture that the browser shows. The name holds nothing personal.
///
/// # Errors
/// [`Problem::Internal`] where the name is no file name.
pub(crate) fn inline(bytes: Vec<u8>, kind: &'static str, name: &str) -> Result<Response, Problem> {
    answer(bytes, kind, "inline", name)
}

/// A file to be taken along. The name holds nothing personal.
///
/// # Errors
/// [`Problem::Internal`] where the name is no file name.
pub(crate) fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Result<Response, Problem> {
    answer(bytes, kind, "attachment", name)
}

fn answer(bytes: Vec<u8>, kind: &'static str, how: &str, name: &str) -> Result<Response, Problem> {
    let disposition = HeaderValue::from_str(&format!("{how}; filename=\"{name}\"")).map_err(|_| Problem::Internal)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_shown_or_taken_along_and_kept_nowhere() {
        let answer = shown(b"%PDF".to_vec(), "certificate.pdf").expect("a plain name");
        assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], "inline; filename=\"certificate.pdf\"");
        assert_eq!(
            (&answer.headers()[header::CONTENT_TYPE], &answer.headers()[header::CACHE_CONTROL]),
            (&PDF.parse().expect("a type"), &"no-store".parse().expect("a value"))
        );
        let taken = download(Vec::new(), PDF, "list.pdf").expect("a plain name");
        assert_eq!(taken.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"list.pdf\"");
        assert!(shown(Vec::new(), "a\nb.pdf").is_err());
    }
}
