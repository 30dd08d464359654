//! Two texts side by side, with what differs marked letter by letter: Japanese has no spaces to go by.

use serde::Serialize;

/// A stretch of a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) changed: bool,
}

/// The earlier text and the later one in stretches.
pub(super) fn difference(old: &str, new: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (before, after): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let ends = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    let end = ends.min(before.len() - start).min(after.len() - start);
    let (same, middle, rest) = (&before[..start], &before[start..before.len() - end], &before[before.len() - end..]);
    let common = longest_common(middle, &after[start..after.len() - end]);
    let side = |middle: &[char], kept: &dyn Fn(usize) -> bool| {
        let mut pieces = Vec::new();
        push(&mut pieces, same, false);
        for (n, letter) in middle.iter().enumerate() {
            push(&mut pieces, std::slice::from_ref(letter), !kept(n));
        }
        push(&mut pieces, rest, false);
        pieces
    };
    let old = side(middle, &|n| common.iter().any(|(one, _)| *one == n));
    let new = side(&after[start..after.len() - end], &|n| common.iter().any(|(_, other)| *other == n));
    (old, new)
}

fn push(pieces: &mut Vec<Piece>, letters: &[char], changed: bool) {
    if letters.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.changed == changed => last.text.extend(letters),
        _ => pieces.push(Piece { text: letters.iter().collect(), changed }),
    }
}

/// Places of the longest common letters, in both. Texts of letters have two thousand letters at most.
fn longest_common(one: &[char], other: &[char]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    let mut lengths = vec![0_u16; (one.len() + 1) * width];
    for (i, letter) in one.iter().enumerate().rev() {
        for (j, against) in other.iter().enumerate().rev() {
            lengths[i * width + j] = if letter == against {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut places) = (0, 0, Vec::new());
    while i < one.len() && j < other.len() {
        if one[i] == other[j] {
            places.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.changed { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn what_differs_is_marked_on_both_sides() {
        let (old, new) = difference("3か月以内に知事に対して審査請求", "6か月以内に県に対して審査請求");
        assert_eq!(
            (told(&old).as_str(), told(&new).as_str()),
            ("[3]か月以内に[知事]に対して審査請求", "[6]か月以内に[県]に対して審査請求")
        );
        let (old, new) = difference("", "新しい文");
        assert_eq!((told(&old).as_str(), told(&new).as_str()), ("", "[新しい文]"));
        let (old, new) = difference("同じ文", "同じ文");
        assert_eq!((told(&old).as_str(), told(&new).as_str()), ("同じ文", "同じ文"));
        let (old, new) = difference("ああ", "あああ");
        assert_eq!((told(&old).as_str(), told(&new).as_str()), ("ああ", "ああ[あ]"));
    }
}
