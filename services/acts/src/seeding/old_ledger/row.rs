//! One row with its sin, and what must become of it.

use std::collections::BTreeMap;

use casework::rules::Masters;
use events::vocabulary::{Severity, wareki};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::number;
use crate::seeding::dice::Dice;
use crate::seeding::names::FAMILIES;

/// Given names with their readings in half-width kana.
const GIVEN: [(&str, &str); 8] = [
    ("花子", "ﾊﾅｺ"),
    ("太郎", "ﾀﾛｳ"),
    ("さくら", "ｻｸﾗ"),
    ("健太", "ｹﾝﾀ"),
    ("ひかり", "ﾋｶﾘ"),
    ("ことね", "ｺﾄﾈ"),
    ("大輝", "ﾀﾞｲｷ"),
    ("しおり", "ｼｵﾘ"),
];
/// How many kinds of rows there are.
const KINDS: u32 = 24;

/// What is put into a cell.
#[derive(Clone)]
pub(super) enum Value {
    Nothing,
    Text(String),
    Number(f64),
    Day(Date),
    Formula(&'static str),
}

impl Value {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            _ => String::new(),
        }
    }
}

/// What must become of a row.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// Records of so many children.
    Right(u32),
    Warned,
    Refused,
}

/// A row.
#[derive(Clone)]
pub(super) struct Old {
    pub(super) cells: Vec<Value>,
    pub(super) fate: Fate,
    /// Children who come into the ledger with it.
    pub(super) new_children: u32,
    /// Its address is merged with the one above.
    pub(super) under_merged: bool,
    serial: u32,
    born: Date,
    kana: String,
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A day in one of the ways in which people write it.
fn written(day: Date, way: u32) -> String {
    let (long, short) = (wareki::long(day), wareki::short(day));
    match way % 4 {
        0 => long,
        1 => short,
        2 => format!("{}{}", long.chars().next().unwrap_or('平'), &short[1..]),
        _ => full_width(&short),
    }
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(wide).collect()
}

fn half_width(kana: &str) -> String {
    // The family names have no voiced sounds but ダ, ガ and ジ.
    const HALF: [(char, &str); 22] = [
        ('ミ', "ﾐ"),
        ('ホ', "ﾎ"),
        ('ン', "ﾝ"),
        ('レ', "ﾚ"),
        ('イ', "ｲ"),
        ('ダ', "ﾀﾞ"),
        ('カ', "ｶ"),
        ('メ', "ﾒ"),
        ('シ', "ｼ"),
        ('ケ', "ｹ"),
        ('ク', "ｸ"),
        ('ウ', "ｳ"),
        ('モ', "ﾓ"),
        ('ギ', "ｷﾞ"),
        ('ヒ', "ﾋ"),
        ('ナ', "ﾅ"),
        ('ガ', "ｶﾞ"),
        ('タ', "ﾀ"),
        ('ソ', "ｿ"),
        ('テ', "ﾃ"),
        ('ジ', "ｼﾞ"),
        ('キ', "ｷ"),
    ];
    kana.chars()
        .map(|c| HALF.iter().find(|(full, _)| *full == c).map_or_else(|| c.to_string(), |(_, half)| (*half).to_owned()))
        .collect()
}

/// What every row draws from.
pub(super) struct World<'m> {
    towns: Vec<&'m str>,
    diseases: Vec<&'m str>,
    cap: i64,
}

impl<'m> World<'m> {
    pub(super) fn of(masters: &'m Masters, on: Date) -> Self {
        let mut named: BTreeMap<&str, u32> = BTreeMap::new();
        for row in masters.diseases.on(on) {
            *named.entry(&row.value.name).or_default() += 1;
        }
        let once = |name: &str| named.get(name) == Some(&1);
        let diseases = masters.diseases.on(on).filter(|row| !row.value.haemophilia && once(&row.value.name)).take(40);
        Self {
            towns: masters.municipalities.on(on).map(|row| row.value.name.as_str()).collect(),
            diseases: diseases.map(|row| row.value.name.as_str()).collect(),
            cap: masters.caps.at("IV", on).map_or(5_000, |row| row.value.of(Severity::General).amount()),
        }
    }
}

/// The next row.
pub(super) fn draw(world: &World<'_>, dice: &mut Dice, number_of_row: u32, serial: &mut u32, before: Option<&Old>) -> Old {
    *serial += 1;
    let (family, family_kana) = dice.pick(FAMILIES).copied().unwrap_or(("見本", "ミホン"));
    let (given, given_kana) = dice.pick(&GIVEN).copied().unwrap_or(("花子", "ﾊﾅｺ"));
    let born = date(2010, 1, 5).saturating_add(i64::from(dice.below(5_000)).days());
    let town = dice.pick(&world.towns).copied().unwrap_or("佐賀市");
    let disease = dice.pick(&world.diseases).copied().unwrap_or_default();
    let (start, end) = (date(2025, 10, 1), date(2026, 9, 30));
    let kana = format!("{} {given_kana}", half_width(family_kana));
    let cells = vec![
        text(number(*serial)),
        text(kana.clone()),
        text(format!("{family}　{given}")),
        text(written(born, number_of_row)),
        text(if number_of_row.is_multiple_of(2) { "女" } else { "男" }),
        text("840-0000"),
        text(format!("佐賀県{town}見本町{}", full_width(&format!("{}-{}", dice.between(1, 9), dice.between(1, 30))))),
        text(format!("{family}　一郎")),
        text(format!("{} ｲﾁﾛｳ", half_width(family_kana))),
        text("父"),
        text("0952-00-0000"),
        text("協会けんぽ"),
        text("01410016"),
        text("見本"),
        text(format!("{}", dice.between(100, 9_999))),
        text(disease),
        text("Ⅳ"),
        text("一般"),
        text(full_width(&world.cap.to_string())),
        text(written(start, number_of_row + 1)),
        text(written(end, number_of_row + 2)),
        text(written(start, number_of_row)),
        text(written(start, number_of_row)),
        Value::Nothing,
    ];
    let mut old = Old { cells, fate: Fate::Right(1), new_children: 1, under_merged: false, serial: *serial, born, kana };
    old.sin(number_of_row % KINDS, (family, given), serial, before);
    if matches!(old.fate, Fate::Refused) {
        old.new_children = 0;
    }
    old
}

impl Old {
    /// What is wrong with rows of a kind; most are as they should be.
    fn sin(&mut self, kind: u32, (family, given): (&str, &str), serial: &mut u32, before: Option<&Self>) {
        match kind {
            // A second year of the same child.
            7 => {
                let same = |before: &&Self| matches!(before.fate, Fate::Right(1)) && before.new_children == 1;
                if let Some(before) = before.filter(same) {
                    *self = Self { new_children: 0, ..before.clone() };
                    self.cells[19] = text("R6.10.1");
                    self.cells[20] = text("令和7年9月30日");
                }
            }
            // The same number for another child.
            9 => {
                if let Some(before) = before {
                    self.cells[0] = text(number(before.serial));
                    self.fate = Fate::Refused;
                }
            }
            // Brother or sister: the address stands once, over both rows.
            11 => {
                self.cells[6] = Value::Nothing;
                (self.fate, self.under_merged) = (Fate::Warned, true);
            }
            12 => self.cells[3] = Value::Number(f64::from(serial_day(self.born))),
            13 => self.cells[3] = Value::Day(self.born),
            14 => {
                *serial += 1;
                let twin = self.born.saturating_add(700.days());
                self.cells[0] = text(format!("{}\n{}", number(self.serial), number(*serial)));
                self.cells[1] = text(format!("{0}\n{0}", self.kana));
                self.cells[2] = text(format!("{family}　{given}\n{family}　{given}"));
                self.cells[3] = text(format!("{}\n{}", written(self.born, 1), written(twin, 0)));
                (self.fate, self.new_children) = (Fate::Right(2), 2);
            }
            17 => self.cells[2] = text(format!("髙﨑　{given}")),
            16 => (self.cells[23], self.fate) = (text("R8.3転出予定"), Fate::Warned),
            20 => (self.cells[18], self.fate) = (Value::Number(1_230.0), Fate::Warned),
            15 => (self.cells[2], self.fate) = (text(format!("{family}　{given}\n{family}　太郎")), Fate::Refused),
            18 => (self.cells[2], self.fate) = (text(format!("{family}\u{e001}　{given}")), Fate::Refused),
            19 => (self.cells[18], self.fate) = (Value::Formula("=5000/1"), Fate::Refused),
            21 => (self.cells[3], self.fate) = (text("H31.5.1"), Fate::Refused),
            22 => (self.cells[2], self.fate) = (text(format!("{family}　{given}（旧姓 例題）")), Fate::Refused),
            23 => (self.cells[0], self.fate) = (Value::Nothing, Fate::Refused),
            _ => {}
        }
    }
}

/// The day as a spreadsheet counts it.
fn serial_day(day: Date) -> i32 {
    day.since(date(1899, 12, 30)).map_or(0, |span| span.get_days())
}
