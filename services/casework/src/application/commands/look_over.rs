//! 後閲する: whoever holds the post sees what deputies did in its place, all of it at once, and may leave a remark.

use events::application::{ApplicationEvent, LookedOver};
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Look over what was done in the place of one's post.
#[derive(Clone, PartialEq, Debug)]
pub struct LookOver {
    /// Who acts.
    pub who: Actor,
    /// 意見.
    pub remark: Option<FreeText>,
}

impl LookOver {
    /// What follows, or why nothing may follow. Tested beside [`super::EndorseApplication`].
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::LookOver, case, &self.who)?;
        Ok(vec![LookedOver { post: self.who.role, remark: self.remark.map(Personal::Open) }.into()])
    }
}
