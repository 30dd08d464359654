//! Scans that people hand in, judged by their content and never by their name: which of three formats, whole, not too large to draw, with
//! nothing in it that acts. What passes is drawn by this program for whoever looks at it, so no viewer of theirs ever opens it.

mod pdf;
mod picture;

use std::fmt;

/// Largest file, in bytes: some sixty pages of a scanner at 200 dots an inch.
pub const LARGEST: usize = 20 * 1024 * 1024;
/// Most pages of a PDF.
pub const MOST_PAGES: usize = 200;
/// Most pixels of a picture: an A4 sheet at 600 dots an inch, with some room.
pub const MOST_PIXELS: u64 = 40_000_000;

/// What a scan is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
        })
    }
}

/// Something in a PDF that acts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Active {
    /// JavaScript.
    Script,
    /// Starts a program or opens another file.
    Launch,
    /// Files within the file.
    Embedded,
    /// Sends or fetches what is in its fields.
    Form,
    /// Sound, film, three dimensions.
    Media,
}

impl fmt::Display for Active {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Script => "スクリプト（JavaScript）",
            Self::Launch => "ほかのプログラムやファイルを開く命令",
            Self::Embedded => "埋め込まれた別のファイル",
            Self::Form => "入力した内容を送信・取得するフォーム",
            Self::Media => "音声・動画・立体図",
        })
    }
}

/// Why a file is not kept. Says what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ScanRefused {
    /// Nothing in it.
    #[error("ファイルが空です。スキャンし直したファイルを選んでください。")]
    Empty,
    /// More than [`LARGEST`].
    #[error("ファイルが大きすぎます（20MBまで）。解像度を200dpi程度に下げるか、分けて添付してください。")]
    TooLarge,
    /// None of the three.
    #[error("PDF、JPEG、PNGのどれでもありません。名前ではなく中身で判定しています。スキャナの設定を確かめてください。")]
    Unknown,
    /// It begins like one and is not whole.
    #[error("{0}として読み取れません。途中で切れているか、壊れています。スキャンし直してください。")]
    Broken(Format),
    /// Nobody can look into it.
    #[error("パスワードの付いたPDFは添付できません。パスワードを外して保存し直してください。")]
    Locked,
    /// More than [`MOST_PAGES`].
    #[error("ページが多すぎます（{0}ページ）。200ページまでに分けて添付してください。")]
    Pages(usize),
    /// More than [`MOST_PIXELS`], found before anything was decoded.
    #[error("画像が大きすぎます（{0}×{1}画素）。4,000万画素までです。解像度を下げてスキャンし直してください。")]
    Pixels(u64, u64),
    /// It would fill the memory when it is unpacked.
    #[error("展開すると大きくなりすぎるPDFです。スキャンし直すか、印刷したものをスキャンしてください。")]
    Swells,
    /// It acts.
    #[error("PDFに{0}が入っているため、添付できません。印刷したものをスキャンするか、「PDFとして印刷」で作り直してください。")]
    Acts(Active),
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scan {
    /// What it is.
    pub format: Format,
    /// Pages; a picture has one.
    pub pages: u16,
}

/// Judges a file by its bytes. Takes up to a second: call it on a blocking thread.
///
/// # Errors
/// [`ScanRefused`].
pub fn examine(bytes: &[u8]) -> Result<Scan, ScanRefused> {
    if bytes.is_empty() {
        return Err(ScanRefused::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(ScanRefused::TooLarge);
    }
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => pdf::examine(bytes),
        [0xff, 0xd8, 0xff, ..] => picture::jpeg(bytes),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => picture::png(bytes),
        _ => Err(ScanRefused::Unknown),
    }
}

pub use pdf::draw;

#[cfg(test)]
mod tests;
