//! After an act: wait, for a bounded time, until the screens show it; then say what was done, on the page where the person goes on.

use axum::response::Response;

use crate::cx::Cx;
use crate::problem::Problem;

/// What the address says was done. The words belong to the screens; the address carries their code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    pub(crate) code: String,
    pub(crate) settled: bool,
}

impl Told {
    pub(crate) fn read(query: &str) -> Option<Self> {
        let value = |name: &str| {
            query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        value("done").map(|code| Self { code: code.to_owned(), settled: value("pending").is_none() })
    }
}

impl Cx {
    /// Waits until the read models show a position of the casework log; whether they do.
    ///
    /// # Errors
    /// [`Problem::Unavailable`].
    pub async fn settle(&self, position: i64, projections: &[&str]) -> Result<bool, Problem> {
        let limit = self.state.config().settling;
        let waits = projections.iter().map(|projection| store::wait_for(self.pool(), projection, position, limit));
        Ok(futures::future::try_join_all(waits).await?.into_iter().all(|reached| reached))
    }

    /// Goes on to a page and says there what was done, by the code of a notice of the area (`AREA.told`).
    ///
    /// # Errors
    /// None: where the read models cannot be asked, the page says that the result is on its way.
    pub async fn told(&self, path: &str, code: &'static str, position: i64, projections: &[&str]) -> Result<Response, Problem> {
        let settled = self.settle(position, projections).await.unwrap_or(false);
        let (mark, pending) = (if path.contains('?') { '&' } else { '?' }, if settled { "" } else { "&pending=1" });
        Ok(self.redirect(&format!("{path}{mark}done={code}{pending}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_carries_a_code_only() {
        assert_eq!(Told::read("a=1&done=forwarded"), Some(Told { code: "forwarded".into(), settled: true }));
        assert_eq!(Told::read("done=forwarded&pending=1"), Some(Told { code: "forwarded".into(), settled: false }));
        assert_eq!(Told::read(""), None);
    }
}
