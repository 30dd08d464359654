//! Signs in as a browser does: takes the form, fills it, sends it back with what was hidden in it.

use super::load::fetch;
use crate::commands::furnish::DEMO_PASSWORD;

/// Signs the client in; its cookie carries the session from then on.
///
/// # Errors
/// When the sign-in is refused, which shows in the page after it.
pub async fn sign_in(client: &reqwest::Client, address: &str, login: &str) -> anyhow::Result<()> {
    let page = fetch(client, &format!("{address}/sign-in")).await?;
    let mut form = hidden_fields(&page);
    form.push(("login".to_owned(), login.to_owned()));
    form.push(("password".to_owned(), DEMO_PASSWORD.to_owned()));
    let answer = client
        .post(format!("{address}/sign-in"))
        .header("Origin", address)
        .header("Sec-Fetch-Site", "same-origin")
        .form(&form)
        .send()
        .await?;
    anyhow::ensure!(answer.status().is_redirection(), "{login} のサインインが {} で断られました", answer.status());
    Ok(())
}

/// Names and values of the hidden fields of a page.
pub fn hidden_fields(page: &str) -> Vec<(String, String)> {
    page.split("<input")
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"))
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
        .collect()
}

/// Addresses that a page links to and that begin with `prefix`.
pub fn links(page: &str, prefix: &str) -> Vec<String> {
    page.split("<a ")
        .skip(1)
        .filter_map(|rest| attribute(rest.split('>').next()?, "href"))
        .filter(|address| address.starts_with(prefix))
        .collect()
}

/// What the links say whose address begins with `prefix`.
pub fn link_texts(page: &str, prefix: &str) -> Vec<String> {
    page.split("<a ")
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .filter(|(tag, _)| attribute(tag, "href").is_some_and(|address| address.starts_with(prefix)))
        .filter_map(|(_, rest)| Some(rest.split('<').next()?.trim().to_owned()))
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1).or_else(|| tag.strip_prefix(&format!("{name}=\"")))?;
    let value = value.split('"').next()?;
    let plain = [("&#x2f;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    Some(plain.iter().fold(value.to_owned(), |text, (written, meant)| text.replace(written, meant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_and_links_are_read_as_written() {
        let page = r#"<form><input type="hidden" name="_token" value="a&#x2f;b"><input name="login" type="text">
            <input name="_command" value="7" type="hidden"></form>
            <a class="x" href="&#x2f;ledger?after=1&amp;n=2">次</a> <a href="/help">説明</a>"#;
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(hidden_fields(page), [pair("_token", "a/b"), pair("_command", "7")]);
        assert_eq!(links(page, "/ledger"), ["/ledger?after=1&n=2"]);
        assert_eq!(link_texts(page, "/ledger"), ["次"]);
    }
}
