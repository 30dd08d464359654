//! Kana as banks have them: half-width, the marks of voiced sounds as letters of their own. What has no half-width form stays.

const FULL: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
const HALF: &str = "｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ";
const VOICED: &str = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ";
const UNVOICED: &str = "カキクケコサシスセソタチツテトハヒフヘホウ";
const HALF_VOICED: &str = "パピプペポ";
const OF_HALF_VOICED: &str = "ハヒフヘホ";

fn other(from: &str, to: &str, letter: char) -> Option<char> {
    from.chars().zip(to.chars()).find(|(full, _)| *full == letter).map(|(_, other)| other)
}

/// The half-width form of a text.
pub(super) fn half_width(text: &str) -> String {
    let mut half = String::with_capacity(text.len());
    for letter in text.chars() {
        let (plain, mark) = if let Some(plain) = other(VOICED, UNVOICED, letter) {
            (plain, Some('ﾞ'))
        } else if let Some(plain) = other(HALF_VOICED, OF_HALF_VOICED, letter) {
            (plain, Some('ﾟ'))
        } else if letter == '\u{3000}' {
            (' ', None)
        } else {
            (letter, None)
        };
        half.push(other(FULL, HALF, plain).unwrap_or(plain));
        half.extend(mark);
    }
    half
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn voiced_sounds_become_two_letters_and_what_is_no_kana_stays() {
        assert_eq!(half_width("ミホン　ガッピョウA1"), "ﾐﾎﾝ ｶﾞｯﾋﾟｮｳA1");
        assert_eq!(half_width("ヴー・"), "ｳﾞｰ･");
        assert_eq!(half_width("見本"), "見本");
    }
}
