//! `documents`: the checklist with the reason of each line.

use events::vocabulary::{Age, DiseaseId, ProcedureKind, Relation, Tier};
use serde_json::{Value, json};

use super::command::{Answer, Command, FieldKind, Refused, field, optional};
use super::fields::{Fields, known};
use crate::rules::asked::Asked;
use crate::rules::documents::{self, DocumentFacts, Documents, Subject};
use crate::rules::input::Input;
use crate::rules::masters::Masters;
use crate::rules::rule_set::RuleSet;
use crate::rules::trace::Trace;
use crate::rules::version::Dates;

pub(super) static DOCUMENTS: Command = Command {
    alias: "documents",
    rule: documents::RULE,
    fields: &[
        field("kind", FieldKind::Kind, "申請の種類"),
        field("application_date", FieldKind::Date, "申請日"),
        optional("birth_date", FieldKind::Date, "受診者の生年月日"),
        optional("applicant", FieldKind::Relation, "申請者の続柄"),
        optional("insurance", FieldKind::Insurance, "保険の種類"),
        optional("tier", FieldKind::Tier, "階層区分（Ⅰは生活保護等、ⅡとⅢは非課税世帯）"),
        optional("haemophilia", FieldKind::Bool, "血友病等"),
        optional("severity", FieldKind::Severity, "申請する重症・人工呼吸器の区分"),
        optional("high_cost", FieldKind::Bool, "重症を高額治療継続として申請する"),
        optional("late_reason", FieldKind::Bool, "申請が遅れた理由がある"),
        optional("child_my_number", FieldKind::Bool, "受診者の個人番号がある（情報連携）"),
        optional("applicant_my_number", FieldKind::Bool, "申請者の個人番号がある（情報連携）"),
        optional("shared", FieldKind::Bool, "同じ保険に小児慢性・指定難病の受給者がいる（按分）"),
        optional("diseases", FieldKind::Texts, "申請する疾病の番号"),
        optional("persons", FieldKind::Texts, "課税の証明が要る人の続柄（self、father、mother、guardian、other）"),
    ],
    result: &[("documents", "array")],
    run,
};

fn run(fields: &Fields, masters: &Masters, set: &RuleSet, t: &mut Trace) -> Result<Answer, Refused> {
    fields.need(&["kind", "application_date"])?;
    let kind: ProcedureKind = known("kind", &fields.kind("kind"))?;
    let applied = known("application_date", &fields.date("application_date"))?;
    let facts = facts(fields, masters)?;
    let asked = Asked { set, dates: Dates { kind, applied }, masters };
    let Documents(list) = documents::documents(&asked, &facts, applied, t).map_err(|stop| match stop {
        // The age is asked for by the birth date, assistance and tax by the tier.
        crate::rules::Stop::Missing(_) => Refused::Pending(t.missing().iter().map(|name| asked_as(name)).collect()),
        stop => stop.into(),
    })?;
    let list: Vec<Value> = list
        .into_iter()
        .map(|document| json!({ "item": document.item, "title": document.title, "because": document.because }))
        .collect();
    Ok(Answer(json!({ "documents": list })))
}

fn asked_as(name: &str) -> String {
    match name {
        "adult" => "birth_date",
        "public_assistance" | "untaxed" => "tier",
        other => other,
    }
    .to_owned()
}

fn facts(fields: &Fields, masters: &Masters) -> Result<DocumentFacts, Refused> {
    let applied = known("application_date", &fields.date("application_date"))?;
    let adult = match fields.date("birth_date") {
        Input::Known(birth) => {
            let age = Age::on(birth, applied)
                .ok_or_else(|| Refused::new("birth_date", "生年月日が申請日より後です。日付を確かめてください。"))?;
            Input::Known(age.years() >= 18)
        }
        Input::Unknown | Input::NotApplicable(_) => Input::Unknown,
    };
    let tier = fields.tier("tier");
    let tier_is = |wanted: &[Tier]| Input::from_option(tier.known().map(|tier| wanted.contains(tier)));
    Ok(DocumentFacts {
        kind: fields.kind("kind"),
        insurance: fields.insurance("insurance"),
        public_assistance: tier_is(&[Tier::I]),
        untaxed: tier_is(&[Tier::II, Tier::III]),
        haemophilia: fields.flag("haemophilia"),
        severity: fields.severity("severity"),
        high_cost: fields.flag("high_cost"),
        late_reason: fields.flag("late_reason"),
        child_my_number: fields.flag("child_my_number"),
        applicant_my_number: fields.flag("applicant_my_number"),
        adult,
        applicant: fields.relation("applicant"),
        shared: fields.flag("shared"),
        diseases: subjects(fields, "diseases", |code| {
            let id = DiseaseId::parse(code).map_err(|error| error.to_string())?.to_string();
            let row = masters.diseases.at(&id, applied);
            Ok(Subject { label: row.map_or_else(|| id.clone(), |row| row.value.name.clone()), key: id })
        })?,
        persons: subjects(fields, "persons", |code| {
            let relation = Relation::parse(code).map_err(|error| error.to_string())?;
            Ok(Subject { key: relation.code().to_owned(), label: relation.label().to_owned() })
        })?,
    })
}

fn subjects(
    fields: &Fields,
    name: &str,
    subject: impl Fn(&str) -> Result<Subject, String>,
) -> Result<Input<Vec<Subject>>, Refused> {
    match fields.texts(name) {
        Input::Known(codes) => codes
            .iter()
            .enumerate()
            .map(|(at, code)| subject(code).map_err(|message| Refused::new(&format!("{name}[{at}]"), message)))
            .collect::<Result<_, _>>()
            .map(Input::Known),
        Input::Unknown | Input::NotApplicable(_) => Ok(Input::Unknown),
    }
}
