//! One row a route: where it is, what it is called, who may use it, whether it shows anybody. The router is built from these rows, so a
//! route without a permission does not exist.

use axum::routing::MethodRouter;
use identity::Permission;

use crate::config::Config;
use crate::state::AppState;

/// How a route is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Shows; changes nothing.
    Get,
    /// Changes; carries a checked form.
    Post,
}

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Everybody: assets, liveness.
    Public,
    /// Everybody, on a page with a form; the browser gets a token that is nobody's yet.
    Visitor,
    /// Roles with the permission.
    Needs(Permission),
    /// Programs on this machine, and roles with the permission.
    LocalOr(Permission),
}

/// Where a route stands in the side bar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Above all.
    Top,
    /// 仕事.
    Work,
    /// 発行・通知: what leaves the office on paper.
    Paper,
    /// 支払.
    Payments,
    /// 台帳.
    Ledger,
    /// 監査.
    Audit,
    /// 事務局: masters, accounts, operations.
    Office,
}

impl Group {
    pub(crate) const ALL: [Self; 7] =
        [Self::Top, Self::Work, Self::Paper, Self::Payments, Self::Ledger, Self::Audit, Self::Office];

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Top => "",
            Self::Work => "仕事",
            Self::Paper => "発行・通知",
            Self::Payments => "支払",
            Self::Ledger => "台帳",
            Self::Audit => "監査",
            Self::Office => "管理",
        }
    }
}

/// A route.
#[derive(Clone, Copy)]
pub struct Route {
    /// GET or POST.
    pub verb: Verb,
    /// Template of the path; parameters are uuids.
    pub path: &'static str,
    /// Its name in the access log, in traces and in the navigation.
    pub name: &'static str,
    /// Who may use it.
    pub access: Access,
    /// It shows somebody's data: it must write the access event before it answers.
    pub personal: bool,
    /// Its form may carry a file.
    pub file: bool,
    /// The largest body of its form, in bytes.
    pub largest: usize,
    /// Its place in the side bar.
    pub nav: Option<(Group, &'static str)>,
    pub(crate) mount: fn() -> MethodRouter<AppState>,
}

impl Route {
    /// A page for roles with a permission.
    pub const fn get(
        path: &'static str,
        name: &'static str,
        permission: Permission,
        mount: fn() -> MethodRouter<AppState>,
    ) -> Self {
        Self::of(Verb::Get, path, name, Access::Needs(permission), mount)
    }

    /// An act for roles with a permission.
    pub const fn post(
        path: &'static str,
        name: &'static str,
        permission: Permission,
        mount: fn() -> MethodRouter<AppState>,
    ) -> Self {
        Self::of(Verb::Post, path, name, Access::Needs(permission), mount)
    }

    pub(crate) const fn of(
        verb: Verb,
        path: &'static str,
        name: &'static str,
        access: Access,
        mount: fn() -> MethodRouter<AppState>,
    ) -> Self {
        Self { verb, path, name, access, personal: false, file: false, largest: Config::LARGEST_FORM, nav: None, mount }
    }

    /// It shows somebody's data.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Its form may carry a file.
    #[must_use]
    pub const fn with_file(mut self) -> Self {
        self.file = true;
        self
    }

    /// Its form may carry a scanned paper.
    #[must_use]
    pub const fn with_scan(mut self) -> Self {
        (self.file, self.largest) = (true, Config::LARGEST_SCAN);
        self
    }

    /// Its form may carry a whole ledger.
    #[must_use]
    pub const fn with_large_file(mut self) -> Self {
        (self.file, self.largest) = (true, Config::LARGEST_FILE);
        self
    }

    /// It stands in the side bar.
    #[must_use]
    pub const fn nav(mut self, group: Group, label: &'static str) -> Self {
        self.nav = Some((group, label));
        self
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {} {} {:?}", self.verb, self.path, self.name, self.access)
    }
}
