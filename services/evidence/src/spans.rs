//! Which stretches of leaves a proof consists of. A proof is the hash of each, so these lists say what must be fetched to make one.

use std::ops::Range;

/// The stretches of an inclusion proof (RFC 6962, 2.1.1), from the leaf's sibling up. Empty where the leaf is not in the tree.
pub fn inclusion_spans(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut spans = Vec::new();
    let (mut begin, mut end) = (0, size);
    while index < size && end - begin > 1 {
        let middle = begin + split(end - begin);
        if index < middle {
            spans.push(middle..end);
            end = middle;
        } else {
            spans.push(begin..middle);
            begin = middle;
        }
    }
    spans.reverse();
    spans
}

/// The stretches of a consistency proof (RFC 6962, 2.1.2). Empty where the older tree is empty, or not older.
pub fn consistency_spans(old: u64, new: u64) -> Vec<Range<u64>> {
    let mut spans = Vec::new();
    let (mut begin, mut end) = (0, new);
    if old == 0 || old >= new {
        return spans;
    }
    while old < end {
        let middle = begin + split(end - begin);
        if old <= middle {
            spans.push(middle..end);
            end = middle;
        } else {
            spans.push(begin..middle);
            begin = middle;
        }
    }
    // The older tree itself is known to whoever checks; a part of it is not.
    if begin > 0 {
        spans.push(begin..end);
    }
    spans.reverse();
    spans
}

/// The largest power of two below `n`, which is at least 2.
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 6962, 2.1.3: a tree of seven leaves.
    #[test]
    fn the_examples_of_the_rfc() {
        assert_eq!(inclusion_spans(0, 7), [1..2, 2..4, 4..7]);
        assert_eq!(inclusion_spans(3, 7), [2..3, 0..2, 4..7]);
        assert_eq!(inclusion_spans(4, 7), [5..6, 6..7, 0..4]);
        assert_eq!(inclusion_spans(6, 7), [4..6, 0..4]);
        assert_eq!(consistency_spans(3, 7), [2..3, 3..4, 0..2, 4..7]);
        assert_eq!(consistency_spans(4, 7), vec![4..7; 1]);
        assert_eq!(consistency_spans(6, 7), [4..6, 6..7, 0..4]);
    }

    #[test]
    fn nothing_to_prove_is_an_empty_list() {
        assert!(inclusion_spans(0, 1).is_empty() && inclusion_spans(7, 7).is_empty());
        assert!(consistency_spans(0, 7).is_empty() && consistency_spans(7, 7).is_empty());
    }
}
