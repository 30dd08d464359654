//! The values that are planted. None of them occurs anywhere else.

use acceptance::Application;
use acceptance::canary::Canary;

pub const CHILD: &str = "鸚鵡 栞奈";
pub const CHILD_KANA: &str = "オウムヅカ カンナミ";
pub const CHILD_BIRTH: &str = "H25.2.27";
pub const APPLICANT: &str = "鷽替 篤胤";
pub const APPLICANT_KANA: &str = "ウソカエ アツタネ";
pub const ADDRESS: &str = "佐賀市鷺沼鶚町九丁目88番7号";
pub const PHONE: &str = "0952-71-8364";
pub const SYMBOL: &str = "鵯X7731";
pub const NUMBER: &str = "90417736";
pub const DOCTOR: &str = "鶺鴒 医伯";
pub const HOSPITAL: &str = "鶺鴒谷クリニック";
pub const NOTE: &str = "鵺の鳴く夜は連絡を控えてほしいとのこと。";
pub const WAIVER: &str = "鶉の間で原本を見たため";
pub const CORRECTION: &str = "鸛の証明書を求めてください。";
pub const AMENDMENT: &str = "鵆の誤記を直すため";
pub const SENT_BACK: &str = "鶲の所得を見直してください。";
pub const REFUSED: &str = "鷦鷯の状態に当たらないため";
pub const PURPOSE: &str = "鶫の照会に使うため";
pub const LOGIN: &str = "鴎外-shirabe-8841";
/// Addresses below this one are made up by the test.
pub const MADE_UP: &str = "/made-up/";

const CHILD_MY_NUMBER: &str = "73918264405";
const APPLICANT_MY_NUMBER: &str = "60482917735";

/// 個人番号 with its last digit (総務省令 平成26年第85号 第5条).
pub fn my_number(body: &str) -> String {
    let weighted = |(place, digit): (usize, u8)| {
        u32::from(digit - b'0') * u32::try_from(if place < 6 { place + 2 } else { place - 4 }).unwrap_or(0)
    };
    let rest = body.bytes().rev().enumerate().map(weighted).sum::<u32>() % 11;
    format!("{body}{}", if rest <= 1 { 0 } else { 11 - rest })
}

/// The application with all of them.
pub fn application() -> Application {
    let typed: [(&'static str, &[(&str, &str)]); 6] = [
        (
            "applicant",
            &[
                ("applicant_name", APPLICANT),
                ("applicant_kana", APPLICANT_KANA),
                ("applicant_address", ADDRESS),
                ("applicant_phone", PHONE),
                ("applicant_my_number", &my_number(APPLICANT_MY_NUMBER)),
            ],
        ),
        (
            "child",
            &[("child_birth_date", CHILD_BIRTH), ("child_address", ADDRESS), ("child_my_number", &my_number(CHILD_MY_NUMBER))],
        ),
        ("insurance", &[("insured_name", APPLICANT), ("insurance_symbol", SYMBOL), ("insurance_number", NUMBER)]),
        ("household", &[("member1_name", APPLICANT)]),
        ("opinions", &[("opinion1_physician", DOCTOR), ("opinion1_institution", HOSPITAL)]),
        ("wishes", &[("main_institution", HOSPITAL), ("note", NOTE)]),
    ];
    typed.into_iter().fold(Application::ordinary(CHILD, CHILD_KANA), |application, (page, fields)| {
        fields.iter().fold(application, |application, (field, text)| application.with(page, field, text))
    })
}

/// What is searched for.
pub fn canaries() -> anyhow::Result<Vec<Canary>> {
    let mut canaries: Vec<Canary> = [
        ("child's name", CHILD),
        ("child's kana", CHILD_KANA),
        ("applicant's name", APPLICANT),
        ("applicant's kana", APPLICANT_KANA),
        ("address", ADDRESS),
        ("phone", PHONE),
        ("insurance symbol", SYMBOL),
        ("insurance number", NUMBER),
        ("doctor", DOCTOR),
        ("hospital", HOSPITAL),
        ("note", NOTE),
        ("reason of a waiver", WAIVER),
        ("note of a correction", CORRECTION),
        ("reason of an amendment", AMENDMENT),
        ("reason of sending back", SENT_BACK),
        ("reason of a refusal", REFUSED),
        ("purpose of a reveal", PURPOSE),
        ("name at the sign-in", LOGIN),
    ]
    .into_iter()
    .map(|(label, value)| Canary::text(label, value))
    .collect();
    canaries.push(Canary::date("birth date", "2013-02-27".parse()?));
    canaries.push(Canary::plain("phone without dashes", &PHONE.replace('-', "")));
    for body in [CHILD_MY_NUMBER, APPLICANT_MY_NUMBER] {
        canaries.push(Canary::plain("individual number", &my_number(body)));
    }
    Ok(canaries)
}

#[test]
fn individual_numbers_have_their_check_digit() {
    assert_eq!(my_number("12345678901"), "123456789018");
}
