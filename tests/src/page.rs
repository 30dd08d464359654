//! A page that came back, and the forms on it with what they would send.

use std::collections::BTreeMap;

use anyhow::Context;
use scraper::{ElementRef, Html, Selector};

/// One answer on the way to a page: the page itself, or a redirect before it.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Method.
    pub method: String,
    /// Status code.
    pub status: u16,
    /// Address that was asked, with query.
    pub path: String,
    /// Response headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Hop {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    /// Status code.
    pub status: u16,
    /// Address without the host, after redirects.
    pub path: String,
    /// Every answer on the way; the last is the page's own.
    pub hops: Vec<Hop>,
    /// The body as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

/// A form on a page with the values it would send.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Sets a field to one value, whether or not it was there.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets several fields.
    #[must_use]
    pub fn with_all<'a>(self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        fields.into_iter().fold(self, |form, (name, value)| form.with(name, value))
    }

    /// Leaves a field out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// The value a field would send.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

fn selector(text: &str) -> anyhow::Result<Selector> {
    Selector::parse(text).map_err(|error| anyhow::anyhow!("selector {text}: {error}"))
}

fn control_value(control: ElementRef<'_>) -> anyhow::Result<Option<String>> {
    let value = || control.attr("value").unwrap_or_default().to_owned();
    Ok(match control.value().name() {
        "textarea" => Some(control.text().collect()),
        "select" => control
            .select(&selector("option[selected]")?)
            .next()
            .or(control.select(&selector("option")?).next())
            .map(|option| option.attr("value").map_or_else(|| option.text().collect(), str::to_owned)),
        "button" => None,
        _ => match control.attr("type").unwrap_or("text") {
            "checkbox" | "radio" => control.attr("checked").map(|_| control.attr("value").unwrap_or("on").to_owned()),
            "submit" | "button" | "reset" | "image" => None,
            _ => Some(value()),
        },
    })
}

impl Page {
    /// A response header of the page itself.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.hops.last().and_then(|hop| hop.header(name))
    }

    /// The document.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The first form whose address satisfies `goes`.
    ///
    /// # Errors
    /// When the page has none.
    pub fn form_where(&self, goes: impl Fn(&str) -> bool) -> anyhow::Result<Form> {
        let html = self.html();
        let forms = selector("form[action]")?;
        let form = html.select(&forms).find(|form| form.attr("action").is_some_and(&goes)).with_context(|| {
            let known: Vec<_> = html.select(&forms).filter_map(|form| form.attr("action")).collect();
            format!("{} (status {}) has no such form; it has {known:?}: {}", self.path, self.status, self.start())
        })?;
        let mut fields = Vec::new();
        for control in form.select(&selector("input, select, textarea")?) {
            let Some(name) = control.attr("name") else { continue };
            if control.attr("disabled").is_some() {
                continue;
            }
            if let Some(value) = control_value(control)? {
                fields.push((name.to_owned(), value));
            }
        }
        Ok(Form { action: form.attr("action").unwrap_or_default().to_owned(), fields })
    }

    /// The form that goes to exactly this address.
    ///
    /// # Errors
    /// When the page has none.
    pub fn form(&self, action: &str) -> anyhow::Result<Form> {
        self.form_where(|to| to == action).with_context(|| format!("form to {action}"))
    }

    /// Whether there is a form to exactly this address.
    pub fn has_form(&self, action: &str) -> bool {
        self.form(action).is_ok()
    }

    /// Names of everything that can be filled in within the form to this address, hidden fields left out.
    ///
    /// # Errors
    /// When the page has no such form.
    pub fn field_names(&self, action: &str) -> anyhow::Result<Vec<String>> {
        let html = self.html();
        let form = html
            .select(&selector("form[action]")?)
            .find(|form| form.attr("action") == Some(action))
            .with_context(|| format!("{} has no form to {action}", self.path))?;
        let mut names: Vec<String> = Vec::new();
        for control in form.select(&selector("input:not([type=hidden]):not([type=submit]), select, textarea")?) {
            if let Some(name) = control.attr("name")
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// Attributes of the first element a selector finds.
    ///
    /// # Errors
    /// For a selector that is none.
    pub fn attributes(&self, css: &str) -> anyhow::Result<Option<BTreeMap<String, String>>> {
        let html = self.html();
        Ok(html
            .select(&selector(css)?)
            .next()
            .map(|element| element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()))
    }

    /// The readable text of every element a selector finds.
    ///
    /// # Errors
    /// For a selector that is none.
    pub fn texts(&self, css: &str) -> anyhow::Result<Vec<String>> {
        let html = self.html();
        Ok(html.select(&selector(css)?).map(|element| joined(element.text())).collect())
    }

    /// Addresses of all links.
    ///
    /// # Errors
    /// Never for our own selectors.
    pub fn links(&self) -> anyhow::Result<Vec<String>> {
        let html = self.html();
        Ok(html.select(&selector("a[href]")?).filter_map(|link| link.attr("href").map(str::to_owned)).collect())
    }

    /// All readable text of the page's body.
    pub fn text(&self) -> String {
        self.texts("body").map(|texts| texts.join(" ")).unwrap_or_default()
    }

    /// The first words of the page, for messages of tests.
    pub fn start(&self) -> String {
        let text = self.texts("main").ok().filter(|texts| !texts.is_empty()).map_or_else(|| self.text(), |texts| texts.join(" "));
        text.chars().take(600).collect()
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Page {
        Page { status: 200, path: "/x".to_owned(), hops: Vec::new(), body: body.to_owned(), bytes: body.as_bytes().to_vec() }
    }

    #[test]
    fn a_form_sends_what_a_browser_would() {
        let page = page(
            "<form action=/a><input name=t value=1><input type=radio name=r value=x><input type=radio name=r value=y checked>\
             <input type=checkbox name=c value=yes><select name=s><option value=a>A<option value=b selected>B</select>\
             <textarea name=n>\n\nzwei</textarea><button name=next value=save>go</button></form>",
        );
        let form = page.form("/a").unwrap();
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("t", "1"), ("r", "y"), ("s", "b"), ("n", "\nzwei")]);
        assert_eq!(page.field_names("/a").unwrap(), ["t", "r", "c", "s", "n"]);
        assert!(page.form("/b").is_err());
    }
}
