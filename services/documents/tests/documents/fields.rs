//! Each field of each document: it is on the paper, in the face it declares, and refused when it cannot be printed.

use crate::support::{Altered, print, squeezed, text};
use documents::{
    CalculationSheet, CapSheet, Certificate, Document, Face, GlyphReason, PrintError, address_labels, address_sheet,
    application_sheet, board_minutes, board_papers, calculation_sheet, cap_sheet, certificate, change_report, dossier,
    erasure_certificate, ledger_book, letter, proposal_sheet, transmittal_list, verification_certificate,
};

/// In IPAmj明朝 and not in BIZ UDゴシック.
const ONLY_MINCHO: &str = "𠮷";
const NOWHERE: &str = "\u{10FFFD}";

/// The certificate with nothing left out.
fn full_certificate() -> Certificate {
    let mut full = certificate::sample();
    full.remarks = vec!["兄弟姉妹と按分".to_owned()];
    full.cap_note = Some("世帯内按分後の額".to_owned());
    full
}

fn every_field<D: Document>(sample: &D) {
    every_field_but(sample, "");
}

/// All but one that this sample does not show.
fn every_field_but<D: Document>(sample: &D, left_out: &str) {
    for field in D::FIELDS.iter().filter(|field| field.path != left_out) {
        let mut altered = Altered::new(sample);
        altered.set(field.path, "甲ZQ乙7");
        let shown = text(&print(&altered).unwrap().pdf);
        assert!(shown.contains("甲ZQ乙7"), "{} {} is not on the paper", D::NAME, field.path);

        altered.set(field.path, &format!("見{ONLY_MINCHO}本"));
        match (field.face, print(&altered)) {
            // The writer of PDF/A refuses a missing glyph, so success proves the face.
            (Face::Mincho, printed) => {
                assert!(text(&printed.unwrap().pdf).contains(ONLY_MINCHO), "{} {} is not printed in 明朝", D::NAME, field.path);
            }
            (Face::Gothic, printed) => {
                let error = printed.unwrap_err();
                assert_eq!(error.glyph_faults().len(), 1, "{} {}: {error}", D::NAME, field.path);
            }
        }

        altered.set(field.path, &format!("例題{NOWHERE}"));
        let error = print(&altered).unwrap_err();
        let fault = error.glyph_faults().first().unwrap();
        assert!(fault.field.starts_with(field.label), "{} names {}", field.path, fault.field);
        assert_eq!((fault.place, fault.code.as_str()), (3, "U+10FFFD"));
    }
}

#[test]
fn every_field_of_the_certificate() {
    every_field(&full_certificate());
}

#[test]
fn every_field_of_the_address_sheet() {
    let mut sample = address_sheet::sample();
    sample.window.height_mm = 60;
    every_field_but(&sample, "envelope");
    sample.sheets.clear();
    assert!(text(&print(&sample).unwrap().pdf).contains("長形3号"));
}

#[test]
fn every_field_of_the_address_labels() {
    every_field(&address_labels::sample());
}

#[test]
fn every_field_of_the_cap_sheet() {
    every_field(&cap_sheet::sample());
}

#[test]
fn every_field_of_the_report_of_changes() {
    let mut report = change_report::sample();
    report.selection = Some("マスタ".to_owned());
    report.rest = Some("ほか3件".to_owned());
    every_field(&report);
}

#[test]
fn every_field_of_the_calculation_sheet() {
    every_field(&calculation_sheet::sample());
}

#[test]
fn every_field_of_the_papers_of_the_board() {
    every_field(&board_papers::sample());
    every_field(&board_minutes::sample());
}

#[test]
fn every_field_of_the_sheet_of_a_proposal() {
    every_field(&application_sheet::sample());
    every_field(&proposal_sheet::sample());
}

#[test]
fn every_field_of_the_ledger_book() {
    every_field(&ledger_book::sample());
}

#[test]
fn every_field_of_the_transmittal_list() {
    every_field(&transmittal_list::sample());
}

#[test]
fn every_field_of_the_letters() {
    every_field(&letter::approval_sample().unwrap());
    every_field(&letter::refusal_sample().unwrap());
    every_field(&letter::CorrectionRequest(letter::correction_sample()));
    every_field(&letter::CorrectionReminder(letter::correction_sample()));
    every_field(&letter::TransferNotice(letter::transfer_sample()));
    every_field(&letter::ComingOfAge(letter::coming_of_age_sample()));
    every_field(&letter::RenewalGuide(letter::guide_sample()));
    every_field(&letter::DesignationNotice(letter::designation_sample()));
    every_field(&letter::DesignationRenewal(letter::designation_sample()));
}

#[test]
fn every_field_of_the_dossier() {
    let pictures = documents::pictures(print(&certificate::sample()).unwrap().pdf, 1).unwrap();
    let pages = vec![dossier::IssuedPage { title: "受給者証　1頁".to_owned() }];
    every_field(&documents::Dossier { pages, pictures, ..dossier::sample() });
}

#[test]
fn every_field_of_the_certificate_of_erasure() {
    every_field(&erasure_certificate::sample());
}

#[test]
fn every_field_of_the_verification_certificate() {
    every_field(&verification_certificate::sample());
}

#[test]
fn the_certificate_shows_its_content() {
    let printed = print(&certificate::sample()).unwrap();
    let shown = text(&printed.pdf);
    for expected in [
        "小児慢性特定疾病医療受給者証",
        "52416013",
        "0000018",
        "R8-01-000123",
        "見本花子",
        "ミホンハナコ",
        "平成30年5月14日",
        "佐賀県佐賀市例示町一丁目2番3号",
        "見本太郎",
        "同上",
        "見本健康保険組合",
        "急性リンパ性白血病",
        "01_01_001",
        "Ⅳ（一般所得Ⅰ）",
        "5,000円",
        "2分の1を自己負担",
        "令和8年4月1日から令和8年9月30日まで",
        "見本こども病院",
        "ほかの医療機関等でも利用できます",
        "令和8年4月20日",
        "佐賀県知事",
        "架空一郎",
        "公印",
        "注意事項",
        "登録者証有",
        "重症患者認定非該当",
    ] {
        assert!(shown.contains(expected), "{expected} is not in {shown}");
    }
    assert_eq!(printed.pages, 2);
    assert!(!shown.contains("印影省略"));
    assert!(!shown.contains('案'));
}

#[test]
fn a_draft_is_marked_and_has_no_seal() {
    let mut draft = certificate::sample();
    draft.draft = true;
    draft.insurance = None;
    let shown = text(&print(&draft).unwrap().pdf);
    assert!(shown.contains("（印影省略）") && shown.contains('案'));
    assert!(!shown.contains("公印"));
    assert!(!shown.contains("保険者名称"));
}

#[test]
fn switches_of_the_certificate_change_the_words() {
    let mut other = certificate::sample();
    other.severe = true;
    other.ventilator = true;
    other.registered = Some(false);
    other.reissue = true;
    other.monthly_cap_yen = 0;
    let shown = text(&print(&other).unwrap().pdf);
    for expected in ["重症患者認定該当", "登録者証無", "再交付", "自己負担上限月額0円"] {
        assert!(shown.contains(expected), "{expected} is not in {shown}");
    }
    assert!(!shown.contains("非該当"));
}

#[test]
fn the_cap_sheet_has_one_page_a_month() {
    for (lines, months) in [(0, 1), (18, 6), (22, 2), (255, 1)] {
        let sheet = CapSheet {
            lines,
            months: (1..=months).map(|month| Some(format!("令和8年{month}月"))).collect(),
            ..cap_sheet::sample()
        };
        let printed = print(&sheet).unwrap();
        assert_eq!(printed.pages, months);
        let shown = text(&printed.pdf);
        assert!(shown.contains(&format!("令和8年{months}月分自己負担上限額管理票")), "{shown}");
        assert_eq!(shown.matches("当月の自己負担額が上限月額に達しました").count(), months);
    }
    let blank = text(&print(&CapSheet { months: vec![], ..cap_sheet::sample() }).unwrap().pdf);
    assert!(blank.contains("令和年月分自己負担上限額管理票"), "{blank}");
}

#[test]
fn a_long_calculation_runs_over_pages_with_its_head_repeated() {
    let mut sheet = calculation_sheet::sample();
    let steps = sheet.steps.clone();
    for _ in 0..5 {
        sheet.steps.extend(steps.clone());
    }
    let printed = print(&sheet).unwrap();
    assert!(printed.pages > 2);
    let shown = text(&printed.pdf);
    assert_eq!(shown.matches("項目と説明").count(), printed.pages);
    assert!(shown.contains(&format!("1/{}", printed.pages)));
    assert!(shown.contains("要確認") && shown.contains("枠で囲んだ"));

    let empty = CalculationSheet { steps: vec![], results: vec![], ..sheet };
    assert_eq!(print(&empty).unwrap().pages, 1);
}

#[test]
fn too_many_diseases_are_refused_not_spread() {
    let mut long = full_certificate();
    long.diseases = vec![long.diseases.first().unwrap().clone(); 7];
    assert_eq!(print(&long).unwrap().pages, 2);
    long.diseases = vec![long.diseases.first().unwrap().clone(); 60];
    assert!(matches!(print(&long), Err(PrintError::TooLong { pages: 3.., .. })));
}

#[test]
fn variants_of_the_character_base_pass_and_others_are_refused() {
    let mut sample = certificate::sample();
    // Moji_Joho: in the table of the font.
    sample.child.name = String::from("葛\u{E0102}城　辻\u{E0103}子");
    assert!(text(&print(&sample).unwrap().pdf).contains('葛'));
    // Adobe-Japan1: the font would silently show the plain shape.
    sample.child.name = String::from("見本　近\u{E0100}子");
    let error = print(&sample).unwrap_err();
    let fault = error.glyph_faults().first().unwrap();
    assert_eq!(fault.reason, GlyphReason::NoVariation);
    assert_eq!((fault.place, fault.code.as_str()), (4, "U+8FD1 U+E0100"));
    assert!(fault.sentence().contains("「受診者 氏名」の4文字目"), "{}", fault.sentence());
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let mut sample = certificate::sample();
    sample.diseases.push(sample.diseases.first().unwrap().clone());
    sample.diseases.get_mut(1).unwrap().name = format!("疾病{NOWHERE}");
    sample.guardian.name = String::from("試験\u{202E}太郎\u{7}");
    let error = print(&sample).unwrap_err();
    let told: Vec<_> = error.glyph_faults().iter().map(|fault| (fault.field.as_str(), fault.place, fault.reason)).collect();
    assert_eq!(
        told,
        [
            ("疾病名（2件目）", 3, GlyphReason::NoGlyph),
            ("保護者 氏名", 3, GlyphReason::Invisible),
            ("保護者 氏名", 6, GlyphReason::Invisible),
        ]
    );
}

#[test]
fn hostile_text_is_printed_as_it_is() {
    for hostile in [
        "#panic(\"boom\")",
        "\"]#{",
        "\\\\n \\u{41}",
        "*太* _字_ `符号` $x^2$ <a> @b",
        "= 見出し",
        "// 注 /* 注 */",
        "-- --- ... ~ 'a' \"b\"",
        "office fi ffl",
        "#import \"/data.json\": *",
        "{{ x }} %s ${HOME}",
    ] {
        let mut sample = full_certificate();
        sample.child.name = hostile.to_owned();
        sample.remarks = vec![hostile.to_owned()];
        let shown = text(&print(&sample).unwrap().pdf);
        assert!(shown.matches(&squeezed(hostile)).count() >= 2, "{hostile} is not in {shown}");
    }
}

#[test]
fn long_runs_break_and_lines_are_kept() {
    let mut sample = full_certificate();
    sample.child.address = "A".repeat(150);
    sample.remarks = vec!["一行目\n二行目".to_owned()];
    let printed = print(&sample).unwrap();
    assert_eq!(printed.pages, 2);
    let laid_out = crate::support::poppler("pdftotext", &["-bbox"], &printed.pdf);
    let furthest = laid_out
        .lines()
        .filter(|line| line.contains("AAAA"))
        .filter_map(|line| line.split("xMax=\"").nth(1)?.split('"').next()?.parse::<f64>().ok())
        .fold(0.0, f64::max);
    assert!(furthest > 100.0 && furthest < 595.0 - 48.0, "text ends at {furthest}");
    let plain = crate::support::poppler("pdftotext", &["-layout"], &printed.pdf);
    assert!(plain.lines().any(|line| line.contains("一行目") && !line.contains("二行目")));
}
