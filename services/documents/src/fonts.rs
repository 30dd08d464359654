//! Fonts: found on the machine, read once per process, known by their SHA-256.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use sha2::{Digest, Sha256};
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;

use crate::document::Face;

/// Name of the environment variable with extra font folders, separated as in `PATH`. They are searched first.
pub const FONT_FOLDERS_VARIABLE: &str = "DAICHO_FONTS";

/// Debian, RHEL family, locally installed.
const FOLDERS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts"];
/// Distributions nest two or three deep; the limit ends loops of symbolic links.
const DEPTH: u8 = 5;

struct Needed {
    file: &'static str,
    family: &'static str,
    package: &'static str,
}

const GOTHIC: Needed = Needed { file: "BIZUDGothic-Regular.ttf", family: "BIZ UDGothic", package: "fonts-morisawa-bizud-gothic" };
const GOTHIC_BOLD: Needed =
    Needed { file: "BIZUDGothic-Bold.ttf", family: "BIZ UDGothic", package: "fonts-morisawa-bizud-gothic" };
const MINCHO: Needed = Needed { file: "ipamjm.ttf", family: "IPAmjMincho", package: "fonts-ipamj-mincho" };

/// The fonts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// A file was found nowhere.
    #[error(
        "帳票の印刷に使う書体 {family}（{file}）が見つかりません。Debian では「apt-get install {package}」で入れてください。\
         ほかの環境では、書体ファイルを置いたフォルダーを環境変数 DAICHO_FONTS に指定してください。"
    )]
    Missing {
        /// Family name of the font.
        family: &'static str,
        /// Name of the file looked for.
        file: &'static str,
        /// Debian package that has it.
        package: &'static str,
    },
    /// A file is there and cannot be read.
    #[error("書体ファイル {} を読めません: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is no font, or another font under this name.
    #[error("書体ファイル {} の中身は {family} ではありません。パッケージ {package} を入れ直してください。", path.display())]
    NotTheFont {
        /// The file.
        path: PathBuf,
        /// Family it should be.
        family: &'static str,
        /// Debian package that has it.
        package: &'static str,
    },
}

/// Which font file printed a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FontDigest {
    /// Family name.
    pub family: String,
    /// File name without folder.
    pub file: String,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
}

/// The fonts of all documents. Share it; reading takes a second and 60 MB.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Font>,
    instances: Vec<FontInstance>,
    digests: Vec<FontDigest>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("digests", &self.digests).finish_non_exhaustive()
    }
}

impl Fonts {
    /// The fonts of this process, read at the first call. A failure is not remembered: after installing, try again.
    ///
    /// # Errors
    /// [`FontError`] names the package to install.
    pub fn shared() -> Result<Arc<Self>, FontError> {
        static SHARED: Mutex<Option<Arc<Fonts>>> = Mutex::new(None);
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fonts) = shared.as_ref() {
            return Ok(Arc::clone(fonts));
        }
        let fonts = Arc::new(Self::read(&folders())?);
        *shared = Some(Arc::clone(&fonts));
        Ok(fonts)
    }

    /// Reads the fonts from these folders and those below, the first find of each counts.
    ///
    /// # Errors
    /// [`FontError`] names the package to install.
    pub fn read(folders: &[PathBuf]) -> Result<Self, FontError> {
        let mut faces = Vec::new();
        let mut digests = Vec::new();
        // The order is that of `face`.
        for needed in [&GOTHIC, &MINCHO, &GOTHIC_BOLD] {
            let path = folders
                .iter()
                .find_map(|folder| find(folder, OsStr::new(needed.file), DEPTH))
                .ok_or(FontError::Missing { family: needed.family, file: needed.file, package: needed.package })?;
            let bytes = std::fs::read(&path).map_err(|source| FontError::Unreadable { path: path.clone(), source })?;
            digests.push(FontDigest {
                family: needed.family.to_owned(),
                file: needed.file.to_owned(),
                sha256: hex::encode(Sha256::digest(&bytes)),
            });
            let font = Font::new(Bytes::new(bytes), 0).filter(|font| font.info().family.eq_ignore_ascii_case(needed.family));
            faces.push(font.ok_or(FontError::NotTheFont { path, family: needed.family, package: needed.package })?);
        }
        // None of the fonts is variable: the size does not matter.
        let instance = |font: &Font| font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
        let instances = faces.iter().map(instance).collect();
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, instances, digests })
    }

    /// The font files in use, for the event of an issued document (decisions 22).
    pub fn digests(&self) -> &[FontDigest] {
        &self.digests
    }

    pub(crate) fn face(&self, face: Face) -> Option<&FontInstance> {
        self.instances.get(match face {
            Face::Gothic => 0,
            Face::Mincho => 1,
        })
    }
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        std::env::var_os(FONT_FOLDERS_VARIABLE).map(|list| std::env::split_paths(&list).collect()).unwrap_or_default();
    folders.extend(FOLDERS.iter().map(PathBuf::from));
    if let Some(home) = std::env::var_os("HOME") {
        folders.push(Path::new(&home).join(".local/share/fonts"));
        folders.push(Path::new(&home).join(".fonts"));
    }
    folders
}

/// Depth first in order of names, so that every run finds the same file.
fn find(folder: &Path, file: &OsStr, depth: u8) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    if let Some(found) =
        entries.iter().find(|path| path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(file)) && path.is_file())
    {
        return Some(found.clone());
    }
    let deeper = depth.checked_sub(1)?;
    entries.iter().filter(|path| path.is_dir()).find_map(|path| find(path, file, deeper))
}
