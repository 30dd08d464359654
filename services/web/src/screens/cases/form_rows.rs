//! 申請内容 as lines to read, section by section. What was left open is said to be open.

use events::application::{ApplicationForm, HouseholdMember, MedicalOpinion};
use events::vocabulary::{FreeText, LateReason, Sex, Tier, Yen, wareki};
use projections::case_history::Words as _;
use serde::Serialize;

use super::names::Names;

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Row {
    /// What was asked.
    pub(crate) label: &'static str,
    /// The answer; empty where it was left open.
    pub(crate) text: String,
}

/// Lines under one heading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Group {
    /// 「世帯員 1」, empty for the only group.
    pub(crate) heading: String,
    /// The lines.
    pub(crate) rows: Vec<Row>,
}

/// A section of the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Section {
    /// Anchor.
    pub(crate) code: &'static str,
    /// Heading.
    pub(crate) title: &'static str,
    /// Its groups.
    pub(crate) groups: Vec<Group>,
}

fn row(label: &'static str, text: impl Into<String>) -> Row {
    Row { label, text: text.into() }
}

fn maybe<T: ToString>(label: &'static str, value: Option<&T>) -> Row {
    row(label, value.map(ToString::to_string).unwrap_or_default())
}

fn yes_no(label: &'static str, value: Option<bool>) -> Row {
    row(label, value.map(|yes| if yes { "はい" } else { "いいえ" }).unwrap_or_default())
}

fn yen(label: &'static str, value: Option<Yen>) -> Row {
    maybe(label, value.as_ref())
}

fn only(rows: Vec<Row>) -> Vec<Group> {
    vec![Group { heading: String::new(), rows }]
}

fn member(n: usize, member: &HouseholdMember) -> Group {
    let mut rows = vec![
        row("氏名", member.name.to_string()),
        row("続柄", member.relation.label()),
        yes_no("被保険者", Some(member.insured)),
        yes_no("児童と同じ医療保険", Some(member.same_insurance)),
        yes_no("市町村民税の課税", member.taxed),
        yen("所得割額", member.income_levy),
    ];
    if let Some(parts) = member.levy_parts {
        rows.extend([
            yes_no("指定都市の課税", parts.designated_city),
            yen("住宅借入金等特別税額控除", parts.housing_loan_credit),
            yen("寄附金税額控除", parts.donation_credit),
            yen("配当控除", parts.dividend_credit),
        ]);
    }
    Group { heading: format!("世帯員 {n}"), rows }
}

fn opinion(n: usize, opinion: &MedicalOpinion, names: &Names) -> Group {
    let rows = vec![
        row("疾病", names.disease_with_code(opinion.disease)),
        row("診断年月日", wareki::long(opinion.diagnosis_date)),
        row("記載年月日", opinion.written_on.map(wareki::long).unwrap_or_default()),
        maybe("指定医", opinion.physician.as_ref()),
        maybe("指定医番号", opinion.physician_number.as_ref()),
        maybe("医療機関", opinion.institution.as_ref()),
        maybe("医療機関コード", opinion.institution_code.as_ref()),
        row("区分", opinion.severity.label()),
    ];
    Group { heading: format!("医療意見書 {n}"), rows }
}

/// What only changes and families that move in tell.
fn special(form: &ApplicationForm) -> Vec<Section> {
    let mut all = Vec::new();
    if !form.change_grounds.is_empty() {
        let rows = form.change_grounds.iter().map(|ground| row(ground.label(), "はい")).collect();
        all.push(Section { code: "change", title: "変更の理由", groups: only(rows) });
    }
    if let Some(transfer) = &form.transfer {
        let rows = vec![
            row("実施機関", transfer.authority.to_string()),
            row("有効期間", transfer.validity.to_string()),
            row("資格喪失日", transfer.lost_on.map(wareki::long).unwrap_or_default()),
        ];
        all.push(Section { code: "transfer", title: "転入前の支給認定", groups: only(rows) });
    }
    all
}

/// The whole form.
pub(crate) fn sections(form: &ApplicationForm, application_date: Option<jiff::civil::Date>, names: &Names) -> Vec<Section> {
    let text = |value: &Option<FreeText>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let (applicant, child, insurance, wishes) = (&form.applicant, &form.child, &form.insurance, &form.wishes);
    let mut household = only(vec![
        yes_no("生活保護・支援給付", form.household.public_assistance),
        yen("申請者の年収等", form.household.guardian_income),
    ]);
    if let Some(told) = form.household.income_evidence {
        household.push(Group {
            heading: "申請者の年収等の内訳".to_owned(),
            rows: vec![
                yen("合計所得金額", told.total_income),
                yen("給与収入", told.salary_receipts),
                yen("給与所得", told.salary_income),
                yen("公的年金等の収入", told.pension_receipts),
                yen("公的年金等の所得", told.pension_income),
                yen("手当", told.allowances),
            ],
        });
    }
    if let Some(tier) = form.household.hardship_tier {
        household.push(Group {
            heading: "境界層".to_owned(), rows: vec![row("証明による階層", Tier::in_words(Some(tier)))]
        });
    }
    household.extend((1..).zip(&form.household.members).map(|(n, one)| member(n, one)));
    let mut all = special(form);
    all.extend([
        Section {
            code: "applicant",
            title: "申請者",
            groups: only(vec![
                row("申請日", application_date.map(wareki::long).unwrap_or_default()),
                row("氏名", applicant.name.written()),
                row("フリガナ", applicant.name.kana().to_string()),
                row("続柄", applicant.relation.label()),
                row("住所", names.whereabouts(applicant.address.to_string())),
                row("電話番号", applicant.phone.as_ref().map(|phone| names.whereabouts(phone.to_string())).unwrap_or_default()),
            ]),
        },
        Section {
            code: "child",
            title: "児童（受診者）",
            groups: only(vec![
                row("氏名", child.name.written()),
                row("フリガナ", child.name.kana().to_string()),
                row("生年月日", wareki::long(child.birth_date)),
                row("性別", child.sex.map(Sex::label).unwrap_or_default()),
                row("住所", names.whereabouts(child.address.to_string())),
                row("住所地の市町", names.whereabouts(names.municipality(child.municipality))),
            ]),
        },
        Section {
            code: "insurance",
            title: "医療保険",
            groups: only(vec![
                row("保険の種別", insurance.kind.label()),
                yes_no("児童本人が被保険者", Some(insurance.insured_is_child)),
                row("被保険者の氏名", text(&insurance.insured_name)),
                row("保険者名", text(&insurance.insurer_name)),
                row("保険者番号", text(&insurance.insurer_number)),
                row("記号", text(&insurance.symbol)),
                row("番号", text(&insurance.number)),
            ]),
        },
        Section { code: "household", title: "世帯と所得", groups: household },
        Section {
            code: "opinions",
            title: "医療意見書",
            groups: (1..).zip(&form.opinions).map(|(n, one)| opinion(n, one, names)).collect(),
        },
        Section {
            code: "wishes",
            title: "希望と連絡",
            groups: only(vec![
                row("申請が遅れた理由", wishes.late_reason.map(LateReason::label).unwrap_or_default()),
                row("理由の説明", text(&wishes.late_reason_note)),
                row("主となる指定医療機関", text(&wishes.main_institution)),
                yes_no("登録者証を希望", Some(wishes.registrant_certificate)),
                yes_no("研究利用に同意", wishes.research_consent),
                row("連絡事項", text(&wishes.note)),
            ]),
        },
    ]);
    all
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    #[test]
    fn every_section_of_the_procedure_is_shown() {
        let sections = sections(&form(), Some(date(2026, 11, 6)), &names());
        let codes: Vec<&str> = sections.iter().map(|section| section.code).collect();
        let asked: Vec<&str> =
            casework::procedures::new_application::PROCEDURE.sections.iter().map(|section| section.code).collect();
        assert_eq!(codes, asked);
    }

    #[test]
    fn where_a_protected_family_lives_is_told_nowhere() {
        let form = form();
        let phone = form.applicant.phone.as_ref().map(ToString::to_string).unwrap_or_default();
        let secrets = [form.applicant.address.text.to_string(), form.child.address.text.to_string(), phone, "佐賀市".to_owned()];
        let all = |names: &Names| -> String {
            let groups = sections(&form, None, names).into_iter().flat_map(|section| section.groups);
            groups.flat_map(|group| group.rows).map(|row| row.text + "\n").collect()
        };
        let told = |text: &str| secrets.iter().filter(|secret| !secret.is_empty() && text.contains(secret.as_str())).count();
        assert!(told(&all(&names())) >= 3);
        assert_eq!(told(&all(&names().hiding(true))), 0);
    }

    #[test]
    fn answers_are_words_and_open_ones_are_empty() {
        let sections = sections(&form(), Some(date(2026, 11, 6)), &names());
        let text = |section: usize, group: usize, label: &str| {
            sections[section].groups[group].rows.iter().find(|row| row.label == label).map(|row| row.text.clone())
        };
        assert_eq!(text(0, 0, "申請日").as_deref(), Some("令和8年11月6日"));
        assert_eq!(text(1, 0, "住所地の市町").as_deref(), Some("佐賀市"));
        assert_eq!(text(1, 0, "性別").as_deref(), Some(""));
        assert_eq!(text(3, 1, "所得割額").as_deref(), Some("68,400円"));
        assert!(text(4, 0, "疾病").is_some_and(|disease| disease.ends_with("（02_01_001）")));
    }
}
