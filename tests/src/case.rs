//! A received application and the way of it through the offices.

use anyhow::{Context, bail, ensure};

use crate::{Form, Page, Visitor};

/// A case by its address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// `/cases/{id}`.
    pub path: String,
}

impl Case {
    /// The case whose page this is.
    ///
    /// # Errors
    /// When it is the page of something else.
    pub fn of(page: &Page) -> anyhow::Result<Self> {
        let id = page
            .path
            .strip_prefix("/cases/")
            .and_then(|rest| rest.split('/').next())
            .filter(|id| id.parse::<uuid::Uuid>().is_ok());
        let id = id.with_context(|| format!("{} (status {}) is no page of a case", page.path, page.status))?;
        Ok(Self { path: format!("/cases/{id}") })
    }

    /// The id of the application.
    pub fn id(&self) -> &str {
        self.path.trim_start_matches("/cases/")
    }

    /// Address of a page or act of the case.
    pub fn to(&self, part: &str) -> String {
        format!("{}/{part}", self.path)
    }

    /// The form of an act: on the page of the act where it has one, else on the overview.
    ///
    /// # Errors
    /// When it is not offered, even after the read models had time to follow.
    pub fn form(&self, who: &Visitor, act: &str) -> anyhow::Result<Form> {
        let address = self.to(act);
        let own_page =
            ["documents", "return", "send-back", "approve", "refuse", "board", "withdraw", "remind", "hold", "likeness"]
                .contains(&act);
        let shown_on = if own_page { &address } else { &self.path };
        who.get_until(shown_on, |page| page.has_form(&address))?.form(&address)
    }

    /// Does an act and insists that it is taken.
    ///
    /// # Errors
    /// When it is refused.
    pub fn act(&self, who: &Visitor, act: &str, fields: &[(&str, &str)]) -> anyhow::Result<Page> {
        let form = self.form(who, act)?.with_all(fields.iter().copied());
        let page = who.send(&form)?;
        ensure!(page.status == 200 && page.hops.len() > 1, "{act} answered {} at {}: {}", page.status, page.path, page.start());
        Ok(page)
    }

    /// Records every paper as handed in.
    ///
    /// # Errors
    /// When it is refused.
    pub fn hand_in_everything(&self, who: &Visitor) -> anyhow::Result<Page> {
        let form = self.form(who, "documents")?;
        let page = who.get(&self.to("documents"))?;
        let states: Vec<String> = page.field_names(&form.action)?.into_iter().filter(|name| name.starts_with("state.")).collect();
        if states.is_empty() {
            bail!("the checklist is empty: {}", page.start());
        }
        let fields: Vec<(&str, &str)> = states.iter().map(|name| (name.as_str(), "received")).collect();
        self.act(who, "documents", &fields)
    }

    /// Says of everybody who looks like the child that it is another: made-up families look alike.
    ///
    /// # Errors
    /// When an answer is refused.
    pub fn tell_apart(&self, counter: &Visitor) -> anyhow::Result<()> {
        while counter.get(&self.to("likeness"))?.attributes("input[name=other][checked]")?.is_some() {
            self.act(counter, "likeness", &[("verdict", "different"), ("why", "別の家族です。")])?;
        }
        Ok(())
    }

    /// From the counter to the desk of the approver.
    ///
    /// # Errors
    /// When a step is refused.
    pub fn bring_before_the_approver(&self, counter: &Visitor, checker: &Visitor) -> anyhow::Result<()> {
        self.tell_apart(counter)?;
        self.hand_in_everything(counter)?;
        self.act(counter, "forward", &[])?;
        self.act(checker, "take-up", &[])?;
        self.act(checker, "examine", &[])?;
        Ok(())
    }
}
