//! Bundles of entries (C2SP `tlog-tiles`): each entry after its length in two bytes.

/// Why a bundle cannot be made or read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BundleError {
    /// An entry has more than 65,535 bytes.
    #[error("entry {0} of the bundle is too long")]
    TooLong(usize),
    /// The bytes end within an entry.
    #[error("entry {0} of the bundle is cut off")]
    CutOff(usize),
}

/// The bundle of some entries.
///
/// # Errors
/// [`BundleError::TooLong`].
pub fn join_entries<T: AsRef<[u8]>>(entries: &[T]) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::with_capacity(entries.iter().map(|entry| entry.as_ref().len() + 2).sum());
    for (place, entry) in entries.iter().map(AsRef::as_ref).enumerate() {
        let length = u16::try_from(entry.len()).map_err(|_| BundleError::TooLong(place))?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle, as far as they can be told apart, and what is wrong with the next.
pub fn split_entries(bundle: &[u8]) -> (Vec<&[u8]>, Option<BundleError>) {
    let (mut entries, mut rest) = (Vec::new(), bundle);
    while !rest.is_empty() {
        let entry = rest.split_first_chunk().and_then(|(length, after)| {
            let length = usize::from(u16::from_be_bytes(*length));
            after.split_at_checked(length)
        });
        let Some((entry, after)) = entry else {
            let place = entries.len();
            return (entries, Some(BundleError::CutOff(place)));
        };
        entries.push(entry);
        rest = after;
    }
    (entries, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_joined_comes_apart_again() {
        let entries = [b"one".to_vec(), Vec::new(), vec![7; 65_535]];
        let bundle = join_entries(&entries).unwrap();
        assert_eq!(split_entries(&bundle), (entries.iter().map(Vec::as_slice).collect(), None));
        assert_eq!(split_entries(&bundle[..bundle.len() - 1]).1, Some(BundleError::CutOff(2)));
        assert_eq!(join_entries(&[vec![0; 65_536]]), Err(BundleError::TooLong(0)));
    }
}
