//! 印影: the picture of the governor's seal. Small, square, a PNG and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What every PNG begins with.
const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// A picture of the seal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SealImage(Vec<u8>);

/// Why a file is no picture of a seal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealImageError {
    /// Another kind of file.
    #[error("印影はPNG形式の画像で選んでください。")]
    NotPng,
    /// Too many bytes.
    #[error("印影のファイルは100 KB以下にしてください。")]
    TooLarge,
    /// Too few or too many pixels, or not square.
    #[error("印影は正方形で、1辺を200から2000画素にしてください。")]
    Shape,
}

impl SealImage {
    /// Most bytes.
    pub const MOST: usize = 100_000;

    /// From the bytes of a file.
    ///
    /// # Errors
    /// [`SealImageError`].
    pub fn of(bytes: Vec<u8>) -> Result<Self, SealImageError> {
        if bytes.len() > Self::MOST {
            return Err(SealImageError::TooLarge);
        }
        let side = |at: usize| {
            let side: [u8; 4] = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).ok_or(SealImageError::NotPng)?;
            Ok(u32::from_be_bytes(side))
        };
        if !bytes.starts_with(SIGNATURE) || bytes.get(12..16) != Some(b"IHDR") {
            return Err(SealImageError::NotPng);
        }
        let (width, height) = (side(16)?, side(20)?);
        if width != height || !(200..=2_000).contains(&width) {
            return Err(SealImageError::Shape);
        }
        Ok(Self(bytes))
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads what stands in an event.
    ///
    /// # Errors
    /// [`SealImageError`].
    pub fn parse(text: &str) -> Result<Self, SealImageError> {
        Self::of(STANDARD.decode(text).map_err(|_| SealImageError::NotPng)?)
    }
}

impl std::fmt::Display for SealImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&STANDARD.encode(&self.0))
    }
}

impl std::fmt::Debug for SealImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealImage({} bytes)", self.0.len())
    }
}

string_value!(SealImage, SealImageError);

#[cfg(test)]
mod tests {
    use super::*;

    fn header(width: u32, height: u32) -> Vec<u8> {
        [SIGNATURE.as_slice(), b"\0\0\0\rIHDR", &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x06\0\0\0"].concat()
    }

    #[test]
    fn a_small_square_png_and_nothing_else() {
        let image = SealImage::of(header(600, 600)).unwrap();
        assert_eq!(SealImage::parse(&image.to_string()), Ok(image));
        assert_eq!(SealImage::of(header(600, 601)), Err(SealImageError::Shape));
        assert_eq!(SealImage::of(header(30_000, 30_000)), Err(SealImageError::Shape), "300 megapixels");
        assert_eq!(SealImage::of(b"%PDF-1.7 <script>".to_vec()), Err(SealImageError::NotPng));
        assert_eq!(SealImage::of(SIGNATURE.to_vec()), Err(SealImageError::NotPng));
        let long = [header(600, 600), vec![0; SealImage::MOST]].concat();
        assert_eq!(SealImage::of(long), Err(SealImageError::TooLarge));
        assert_eq!(format!("{:?}", SealImage::of(header(200, 200)).unwrap()), "SealImage(29 bytes)");
    }
}
