//! The installation itself: what kind of history this is, and what the program and its surroundings were at any time.

mod catalog_changed;
mod configuration_changed;
mod difference;
mod founded;
mod release_started;
mod restored;
mod schema_migrated;

pub use catalog_changed::CatalogChanged;
pub use configuration_changed::ConfigurationChanged;
pub use difference::Difference;
pub use founded::Founded;
pub use release_started::ReleaseStarted;
pub use restored::{Lost, Restored};
pub use schema_migrated::{Migration, SchemaMigrated};

crate::event_set::event_set! {
    /// Events of the installation.
    InstallationEvent, "installation" {
        /// 台帳を開設した。
        Founded(Founded) = "installation.founded" v 1,
        /// 新しい版を使い始めた。
        ReleaseStarted(ReleaseStarted) = "installation.release_started" v 1,
        /// データベースの定義を更新した。
        SchemaMigrated(SchemaMigrated) = "installation.schema_migrated" v 1,
        /// 設定を変えた。
        ConfigurationChanged(ConfigurationChanged) = "installation.configuration_changed" v 1,
        /// データベースの関数・トリガー・権限が変わった。
        CatalogChanged(CatalogChanged) = "installation.catalog_changed" v 1,
        /// 古い状態からの復元を申告した。
        Restored(Restored) = "installation.restored" v 1,
    }
}
