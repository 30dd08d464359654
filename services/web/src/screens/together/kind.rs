//! The steps that can be taken together: where their cases wait, and in which words they are told.

use acts::Case;
use casework::Refusal;
use casework::application::{Action, permit};
use events::Actor;
use identity::Permission;
use projections::worklist::Queue;

/// A step of several cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// 進達.
    Forward,
    /// 点検の終了.
    Examine,
    /// 審査会への付議.
    Board,
}

impl Kind {
    /// In the order of the work.
    pub(crate) const ALL: [Self; 3] = [Self::Forward, Self::Examine, Self::Board];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Forward => "/together/forward",
            Self::Examine => "/together/examine",
            Self::Board => "/together/board",
        }
    }

    /// Where the link to it leads, and its words.
    pub(crate) const fn link(self) -> (&'static str, &'static str) {
        (self.path(), self.title())
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Forward => "まとめて進達する",
            Self::Examine => "まとめて点検を終える",
            Self::Board => "まとめて審査会に付議する",
        }
    }

    /// What is done, as it is told of a case.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Self::Forward => "進達済",
            Self::Examine => "決裁待ち",
            Self::Board => "審査会待ち",
        }
    }

    /// The same of several.
    pub(super) const fn done_with(self) -> &'static str {
        match self {
            Self::Forward => "を進達しました",
            Self::Examine => "の点検を終え、決裁に上げました",
            Self::Board => "を審査会に付議しました",
        }
    }

    pub(super) const fn undone(self) -> &'static str {
        match self {
            Self::Forward => "進達していません",
            Self::Examine => "点検中のままです",
            Self::Board => "付議していません",
        }
    }

    /// What to know before.
    pub(super) const fn lead(self) -> &'static str {
        match self {
            Self::Forward => "書類がそろった申請です。紙の一覧を添えて送るときは、「進達書」から送ってください。",
            Self::Examine => {
                "書類がすべてそろった点検中の申請です。算定は1件ずつ行い、要件に足りない申請は理由とともに残ります。"
            }
            Self::Board => "点検中の申請です。判定のない疾病がすべて付議され、締切日までのものが次の審査会の議題になります。",
        }
    }

    /// Where its cases wait.
    pub(crate) const fn queue(self) -> Queue {
        match self {
            Self::Forward => Queue::ToForward,
            Self::Examine | Self::Board => Queue::Checking,
        }
    }

    /// Who may.
    pub(crate) const fn permission(self) -> Permission {
        match self {
            Self::Forward => Permission::ForwardApplications,
            Self::Examine | Self::Board => Permission::CheckApplications,
        }
    }

    const fn action(self) -> Action {
        match self {
            Self::Forward => Action::Forward,
            Self::Examine => Action::Examine,
            Self::Board => Action::PutBeforeBoard,
        }
    }

    /// Why a case cannot take the step now; empty where it can be chosen.
    pub(super) fn closed(self, case: &Case, actor: &Actor) -> String {
        if let Err(refusal) = permit(self.action(), &case.application, actor) {
            return refusal.to_string();
        }
        let open: Vec<String> = case.application.open_lines().into_iter().map(|line| line.title.clone()).collect();
        if self == Self::Examine && !open.is_empty() { Refusal::DocumentsOpen(open).to_string() } else { String::new() }
    }
}
