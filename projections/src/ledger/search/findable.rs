//! Who must be found: a list of questions as they are asked at a counter, over a generated population. For each the right answer is among
//! the first three, and the index answers as somebody would who looks at everybody.
//!
//! Not findable: addresses, insurance symbols (kept only as a digest, by which likeness is found), individual numbers, earlier names,
//! digits from the middle of a number, a name with another kanji than a variant of the right one, a reading with another vowel or another
//! long vowel letter (オオノ for オウノ).

use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{DiseaseId, Kana, OfficeCode, PersonName, Phone};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{About, Known, Lexicon, SearchIndex, Subject};
use crate::worklist::{Queue, Stage};

/// Family names that are common, written in several ways, or also the name of an office.
const FAMILY: [(&str, &str); 40] = [
    ("高橋", "タカハシ"),
    ("髙橋", "タカハシ"),
    ("渡辺", "ワタナベ"),
    ("渡邊", "ワタナベ"),
    ("渡邉", "ワタナベ"),
    ("山崎", "ヤマサキ"),
    ("山﨑", "ヤマザキ"),
    ("斉藤", "サイトウ"),
    ("齋藤", "サイトウ"),
    ("浜田", "ハマダ"),
    ("濵田", "ハマダ"),
    ("沢田", "サワダ"),
    ("澤田", "サワダ"),
    ("桜井", "サクライ"),
    ("櫻井", "サクライ"),
    ("廣瀨", "ヒロセ"),
    ("𠮷田", "ヨシダ"),
    ("吉田", "ヨシダ"),
    ("佐々木", "ササキ"),
    ("葛\u{e0100}城", "カツラギ"),
    ("國分", "コクブ"),
    ("島田", "シマダ"),
    ("嶋田", "シマダ"),
    ("富永", "トミナガ"),
    ("冨永", "トミナガ"),
    ("德永", "トクナガ"),
    ("龍造寺", "リュウゾウジ"),
    ("唐津", "カラツ"),
    ("鳥栖", "トス"),
    ("大野", "オオノ"),
    ("小野", "オノ"),
    ("東", "ヒガシ"),
    ("東", "アズマ"),
    ("見本", "ミホン"),
    ("例題", "レイダイ"),
    ("仮名", "カメイ"),
    ("試験", "シケン"),
    ("架空", "カクウ"),
    ("森", "モリ"),
    ("森田", "モリタ"),
];

/// Given names are made of two parts and clearly made up.
const FIRST: [(&str, &str); 8] =
    [("例", "レイ"), ("仮", "カリ"), ("試", "シ"), ("模", "モ"), ("架", "カ"), ("想", "ソウ"), ("標", "ヒョウ"), ("練", "レン")];
const SECOND: [(&str, &str); 8] =
    [("花", "カ"), ("太", "タ"), ("子", "コ"), ("郎", "ロウ"), ("美", "ミ"), ("之", "ユキ"), ("斗", "ト"), ("奈", "ナ")];

const DISEASES: [(&str, &str, &str); 5] = [
    ("01_01_001", "前駆B細胞急性リンパ性白血病", "ぜんくびーさいぼうきゅうせいりんぱせいはっけつびょう"),
    ("07_01_001", "1型糖尿病", "いちがたとうにょうびょう"),
    ("09_07_012", "血友病A", "けつゆうびょうえー"),
    ("02_01_001", "微小変化型ネフローゼ症候群", "びしょうへんかがたねふろーぜしょうこうぐん"),
    ("11_01_001", "点頭てんかん", "てんとうてんかん"),
];
const OFFICES: [(&str, &str, &str); 3] =
    [("01", "佐賀中部", "佐賀中部保健福祉事務所"), ("02", "鳥栖", "鳥栖保健福祉事務所"), ("03", "唐津", "唐津保健福祉事務所")];

const TODAY: Date = date(2026, 11, 24);

fn person_name(family: (&str, &str), first: (&str, &str), second: (&str, &str)) -> PersonName {
    let kana = Kana::parse(&format!("{} {}{}", family.1, first.1, second.1)).unwrap();
    PersonName::new(&format!("{} {}{}", family.0, first.0, second.0), kana).unwrap()
}

/// The person of a family name and a given name, by their places in the lists.
fn no(family: usize, first: usize, second: usize) -> usize {
    (family * FIRST.len() + first) * SECOND.len() + second
}

fn birth(no: usize) -> Date {
    // A step that has no factor in common with the span: no two are born on one day.
    date(2008, 4, 2).checked_add(i64::try_from(no * 7 % 6_500).unwrap().days()).unwrap()
}

fn phone(no: usize) -> String {
    format!("0952-{:02}-{:04}", 20 + no / 1_000, no * 37 % 10_000)
}

fn number(no: usize) -> String {
    format!("{:07}", 1_000_009 + no * 7)
}

fn receipt(no: usize) -> String {
    format!("8-0{}-{:04}", no % 3 + 1, no / 3)
}

fn recipient(no: usize) -> Subject {
    Subject::Recipient(RecipientId(Uuid::from_u128(u128::try_from(no).unwrap() + 1)))
}

fn application(no: usize) -> Subject {
    Subject::Application(ApplicationId(Uuid::from_u128(u128::try_from(no).unwrap() + 1_000_001)))
}

/// Two thousand five hundred and sixty people; each third is a recipient, has an application under way, or both.
fn population() -> Vec<Known> {
    let mut all = Vec::new();
    for (f, family) in FAMILY.into_iter().enumerate() {
        for (a, first) in FIRST.into_iter().enumerate() {
            for (b, second) in SECOND.into_iter().enumerate() {
                let no = no(f, a, b);
                let about = About {
                    diseases: vec![DiseaseId::parse(DISEASES[no % DISEASES.len()].0).unwrap()],
                    office: OfficeCode::parse(OFFICES[no / 5 % OFFICES.len()].0).ok(),
                    ..About::default()
                };
                let known = |subject| Known {
                    birth_date: Some(birth(no)),
                    guardian: Some(person_name(
                        family,
                        ("親", "オヤ"),
                        ([first.0, second.0].concat().as_str(), &[first.1, second.1].concat()),
                    )),
                    phone: Phone::parse(&phone(no)).ok(),
                    about: about.clone(),
                    ..Known::new(subject, person_name(family, first, second))
                };
                if no % 3 != 1 {
                    let award = (
                        AwardId(Uuid::from_u128(1)),
                        date(2025, 10, 1),
                        date(if no.is_multiple_of(2) { 2027 } else { 2026 }, 9, 30),
                    );
                    let about = About { awards: vec![award], ..about.clone() };
                    all.push(Known { numbers: vec![number(no)], about, ..known(recipient(no)) });
                }
                if !no.is_multiple_of(3) {
                    let stage = [Stage::UnderCheck, Stage::Received, Stage::ReturnedForCorrection][no / 3 % 3];
                    let queue = [Queue::Checking, Queue::ToForward, Queue::Correction][no / 3 % 3];
                    let about = About { stage: Some(stage), queue: Some(queue), ..about.clone() };
                    all.push(Known { numbers: vec![receipt(no)], about, ..known(application(no)) });
                }
            }
        }
    }
    all
}

fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::new(TODAY);
    for (code, name, reading) in DISEASES {
        lexicon = lexicon.disease(DiseaseId::parse(code).unwrap(), name, reading);
    }
    for (code, short, full) in OFFICES {
        lexicon = lexicon.office(OfficeCode::parse(code).unwrap(), short, full);
    }
    lexicon
}

/// What is asked, and who is meant.
fn questions() -> Vec<(String, usize)> {
    let one = no(1, 2, 3); // 髙橋 試郎 (タカハシ シロウ)
    let day = birth(one);
    let (year, month, dom) = (day.year(), day.month(), day.day());
    let heisei = year - 1988;
    let text = |text: &str, no: usize| (text.to_owned(), no);
    let other = no(28, 5, 7); // 鳥栖 想奈
    vec![
        // Numbers.
        (number(no(5, 2, 0)), no(5, 2, 0)),
        (number(no(5, 2, 0)).chars().take(6).collect(), no(5, 2, 0)),
        (receipt(no(8, 1, 3)), no(8, 1, 3)),
        text("８－０２－０４１２", 1_237),
        // Kanji and their variants.
        text("髙橋 試郎", one),
        text("高橋試郎", one),
        text("渡邉 架美", no(4, 4, 4)),
        text("渡邊架美", no(3, 4, 4)),
        text("渡辺架美", no(2, 4, 4)),
        text("山崎 練之", no(6, 7, 5)),
        text("斎藤 標斗", no(8, 6, 6)),
        text("齊藤標斗", no(7, 6, 6)),
        text("濱田 想奈", no(10, 5, 7)),
        text("沢田 例子", no(12, 0, 2)),
        text("桜井 仮太", no(14, 1, 1)),
        text("広瀬 模郎", no(15, 3, 3)),
        text("吉田 試美", no(16, 2, 4)),
        text("佐佐木 架斗", no(18, 4, 6)),
        text("葛城 例花", no(19, 0, 0)),
        text("国分 想子", no(20, 5, 2)),
        text("嶌田 仮之", no(22, 1, 5)),
        text("冨永 練花", no(23, 7, 0)),
        text("徳永 標太", no(25, 6, 1)),
        text("竜造寺 模奈", no(26, 3, 7)),
        text("試郎 髙橋", one),
        // Readings in any form.
        text("たかはし しろう", one),
        text("ﾀｶﾊｼ ｼﾛｳ", one),
        text("タカハシシロウ", one),
        text("わたなへ かみ", no(2, 4, 4)),
        text("リユウソウシ モナ", no(26, 3, 7)),
        text("ひがし れいか", no(31, 0, 0)),
        text("あずま れいか", no(32, 0, 0)),
        // Birth dates in any notation: of one person each.
        (format!("H{heisei}.{month}.{dom}"), one),
        (format!("平成{heisei}年{month}月{dom}日"), one),
        (format!("{year}{month:02}{dom:02}"), one),
        (format!("{year}-{month:02}-{dom:02}"), one),
        (format!("{year}/{month}/{dom}"), one),
        (format!("4{heisei:02}{month:02}{dom:02}"), one),
        // Several things at once.
        (format!("高橋 H{heisei}.{month}.{dom}"), one),
        (format!("シロウ　{year}{month:02}{dom:02}"), one),
        // Guardian and telephone.
        text("髙橋 親試郎", one),
        text("たかはし おやしろう", one),
        (phone(one), one),
        (phone(one).replace('-', ""), one),
        (phone(one).replace('0', "０"), one),
        (format!("高橋 {}", phone(one).rsplit('-').next().unwrap()), one),
        // Disease, office, state, beside a name; an office that is also a family name.
        (format!("{} 高橋 試郎", DISEASES[one % 5].1), one),
        (format!("{} シロウ タカハシ", DISEASES[one % 5].0), one),
        (format!("{} たかはし しろう", OFFICES[one / 5 % 3].1), one),
        text("鳥栖 想奈", other),
        text("とす そうな", other),
        (format!("{} 鳥栖 想奈", OFFICES[other / 5 % 3].1), other),
        text("点検中 唐津 例太", no(27, 0, 1)),
    ]
}

#[test]
fn each_right_answer_is_among_the_first_three() {
    let population = population();
    assert!(population.len() > 3_000);
    let (index, lexicon) = (SearchIndex::of(population), lexicon());
    let questions = questions();
    assert!(questions.len() >= 50, "{}", questions.len());
    let mut wrong = Vec::new();
    for (text, no) in questions {
        let found = index.search(&text, &lexicon, 50);
        let first: Vec<Subject> = found.hits.iter().take(3).map(|hit| hit.subject).collect();
        if !first.contains(&recipient(no)) && !first.contains(&application(no)) {
            wrong.push((text.clone(), found.total, found.read_as.clone()));
        }
        assert_eq!(found, index.scan(&text, &lexicon, 50), "{text}");
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn states_diseases_and_offices_find_all_of_theirs_and_nobody_else() {
    let (index, lexicon) = (SearchIndex::of(population()), lexicon());
    let total = |text: &str| index.search(text, &lexicon, 10).total;
    let everybody = (0..2_560).filter(|no| no % 3 != 1).count() + (0..2_560).filter(|no: &usize| !no.is_multiple_of(3)).count();
    let by_disease: usize = DISEASES.iter().map(|(code, ..)| total(code)).sum();
    assert_eq!(by_disease, everybody, "each has one disease");
    assert_eq!(total("糖尿病"), total("07_01_001"));
    assert_eq!(total("とうにょうびょう"), total("07_01_001"));
    assert_eq!(total("有効") + total("満了"), (0..2_560).filter(|no| no % 3 != 1).count());
    assert_eq!(
        total("点検中") + total("進達前") + total("補正待ち"),
        (0..2_560).filter(|no: &usize| !no.is_multiple_of(3)).count()
    );
    let both = total("糖尿病 点検中");
    assert!(0 < both && both < total("点検中"));
    assert_eq!((total("存在しない病"), total("12"), total("")), (0, 0, 0));
}
