//! An application, as it was meant: its course, what happens beside it, and what is doubted and settled about it.

use events::application::{
    self, Amended, ApplicationEvent, Approved, Arrival, BoardHeard, BoardRemark, ChecklistItem, CorrectionItem, DocumentRecorded,
    DocumentState, Examined, Forwarded, PutBeforeBoard, Received, Refused, Resubmitted, ReturnedForCorrection, RouteStep,
    SentBack, TakenUp,
};
use events::ids::{AttachmentId, AwardId, InquiryId, MyNumberRef, ProposalId, RecipientId, SittingId, StaffId, TransmittalId};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::{
    AmendmentGround, ClerkDesk, DecisionNumber, InquiredParty, InquiryGround, OverriddenItem, OverriddenValue, OverrideGround,
    Tier,
};
use events::{Event, Personal, StaffRole};
use jiff::civil::date;
use serde_json::json;

use super::{checklist, conclusion, determination, form, id, name, of, text, verdicts};

pub fn samples() -> Vec<Event> {
    course().into_iter().chain(beside()).chain(doubts()).map(Event::from).collect()
}

fn course() -> Vec<ApplicationEvent> {
    vec![
        Received {
            kind: of(json!("new")),
            receipt_number: of(json!("8-01-0412")),
            application_date: date(2026, 11, 6),
            arrival: Some(Arrival { received_on: date(2026, 11, 9), postmarked_on: Some(date(2026, 11, 6)) }),
            receiving_office: of(json!("03")),
            responsible_office: of(json!("01")),
            municipality: of(json!("412015")),
            diseases: of(json!(["01_01_001"])),
            child_name: Personal::Open(name()),
            child_birth_date: Personal::Open(date(2020, 3, 15)),
            form: Personal::Open(form()),
            checklist: checklist(),
            child_my_number: Some(MyNumberRef(id(1))),
            applicant_my_number: None,
            recipient: Some(RecipientId(id(3))),
            starting_from: Some(AwardId(id(6))),
        }
        .into(),
        Amended {
            application_date: date(2026, 11, 6),
            arrival: Some(Arrival { received_on: date(2026, 11, 9), postmarked_on: None }),
            responsible_office: of(json!("01")),
            municipality: of(json!("412015")),
            diseases: of(json!(["01_01_001"])),
            child_name: Personal::Open(name()),
            child_birth_date: Personal::Open(date(2020, 3, 15)),
            form: Personal::Open(form()),
            checklist: checklist(),
            changed_sections: vec!["household".to_owned()],
            ground: Some(AmendmentGround::ExOfficio),
            why: text("所得割の転記を直した。"),
            stands_on: Some(text("課税証明書（令和8年度）")),
            child_my_number: Some(MyNumberRef(id(1))),
            applicant_my_number: None,
        }
        .into(),
        DocumentRecorded {
            item: ChecklistItem("tax_certificate".to_owned()),
            state: DocumentState::Waived,
            why: Some(text("情報連携で確かめた。")),
        }
        .into(),
        Forwarded { transmittal: Some(TransmittalId(id(7))) }.into(),
        TakenUp {}.into(),
        ReturnedForCorrection {
            items: vec![CorrectionItem { about: "insurance_proof".to_owned(), phrase: "correction.missing".to_owned() }],
            due_on: date(2026, 11, 20),
            note: text("資格情報のお知らせの写しを求めてください。"),
        }
        .into(),
        Resubmitted {}.into(),
        Examined { conclusion: conclusion(), determination: determination() }.into(),
        SentBack { why: text("診断年月日をもう一度確かめてください。") }.into(),
        Approved {
            decided_on: date(2026, 11, 24),
            number: Some(DecisionNumber { year: 8, serial: 31 }),
            conclusion: conclusion(),
            determination: determination(),
            award: AwardId(id(2)),
            recipient: RecipientId(id(3)),
        }
        .into(),
        Refused {
            decided_on: date(2026, 11, 24),
            number: Some(DecisionNumber { year: 8, serial: 32 }),
            ground: "refusal.state".to_owned(),
            why: text("疾病の状態の程度を満たさないため。"),
            board_heard_on: date(2026, 11, 19),
        }
        .into(),
        PutBeforeBoard { diseases: of(json!(["01_01_001"])), why: text("状態の程度の判断に迷うため。") }.into(),
        BoardHeard {
            sitting: SittingId(id(6)),
            heard_on: date(2026, 11, 19),
            verdicts: verdicts(),
            remarks: Personal::Open(vec![BoardRemark {
                disease: of(json!("01_01_001")),
                text: of(json!("検査の値を医師に確かめる。")),
            }]),
        }
        .into(),
    ]
}

fn beside() -> Vec<ApplicationEvent> {
    vec![
        application::Withdrawn { withdrawn_on: date(2026, 11, 18), why: Some(text("転居のため。")) }.into(),
        application::Reminded { due_on: date(2026, 12, 8) }.into(),
        application::Recalled {}.into(),
        application::ReceiptChecked {
            transmittal: TransmittalId(id(7)),
            outcome: ReceiptOutcome::SentBack,
            why: Some(text("医療意見書が入っていません。")),
        }
        .into(),
        application::Proposed {
            proposal: ProposalId(id(10)),
            year: 8,
            serial: 3,
            ground: Some("refusal.criteria_not_met".to_owned()),
            why: Some(text("疾病の状態の程度に該当すると認められないため。")),
            route: vec![
                RouteStep { role: StaffRole::BoardClerk, deputy: Some(StaffRole::Checker) },
                RouteStep { role: StaffRole::Approver, deputy: None },
            ],
        }
        .into(),
        application::Endorsed { step: 1, absence: Some(text("担当者が出張のため。")), holder: None }.into(),
        application::LookedOver { post: StaffRole::BoardClerk, remark: Some(text("内容を確かめた。")) }.into(),
        application::Held { until: date(2026, 12, 1), why: text("医師の回答を待つため。") }.into(),
        application::HoldReleased {}.into(),
        application::Inquired {
            inquiry: InquiryId(id(9)),
            party: InquiredParty::Doctor,
            ground: InquiryGround::OpinionUnclear,
            due_on: date(2026, 12, 8),
            stops_clock: true,
            addressee: text("見本病院 小児科 見本医師"),
            address: text("佐賀県佐賀市見本町1-1"),
            questions: text("検査の値と測った日をお知らせください。"),
        }
        .into(),
        application::InquiryAnswered {
            inquiry: InquiryId(id(9)),
            answered_on: date(2026, 12, 4),
            answer: text("検査の値は基準を満たすとの回答。"),
            attachment: Some(AttachmentId(id(8))),
        }
        .into(),
        application::InquiryWithdrawn { inquiry: InquiryId(id(9)), why: text("ほかの書類で確かめられたため。") }.into(),
        application::Overridden {
            proposed: OverriddenValue::Start(date(2026, 10, 20)),
            rule: "validity.start".to_owned(),
            law: 2,
            rev: 1,
            rule_set: "2026-11版/3f2a00112233/412".to_owned(),
            chosen: OverriddenValue::Start(date(2026, 9, 15)),
            ground: OverrideGround::OfficeError,
            why: text("窓口の案内が誤っていたため。"),
            stands_on: text("窓口の記録（令和8年9月15日）"),
        }
        .into(),
        application::OverrideWithdrawn { item: OverriddenItem::Start, why: text("診断書を取り直したため。") }.into(),
        application::OverridesConfirmed {
            values: vec![OverriddenValue::Start(date(2026, 9, 15)), OverriddenValue::Tier(Tier::III)],
        }
        .into(),
        application::OfficeMoved { receiving_office: of(json!("03")), responsible_office: of(json!("03")) }.into(),
        application::ClerkNamed {
            desk: ClerkDesk::Division,
            clerk: StaffId(id(11)),
            why: Some(text("休暇の間、引き継ぐため。")),
        }
        .into(),
        application::ClerkReleased { desk: ClerkDesk::Office, why: text("休暇の間、引き継ぐため。") }.into(),
    ]
}

fn doubts() -> Vec<ApplicationEvent> {
    vec![
        application::SecondEntryAsked {}.into(),
        application::EnteredAgain {
            amounts: Personal::Open(of(
                json!([{ "place": "member1_levy", "yen": 68400 }, { "place": "guardian_income", "yen": null }]),
            )),
            differing: vec!["member1_levy".to_owned()],
        }
        .into(),
        application::EntriesSettled {
            settled: of(json!([{ "place": "member1_levy", "kept": "second" }])),
            why: text("課税証明書で確かめた。"),
        }
        .into(),
        application::LikenessFound {
            alike: of(json!([
                { "other": { "recipient": id(3) }, "by": ["my_number", "birth_date"] },
                { "other": { "application": id(7) }, "by": ["birth_date", "family_name"] },
            ])),
        }
        .into(),
        application::SamenessJudged {
            other: of(json!({ "recipient": id(3) })),
            verdict: of(json!("same")),
            why: text("住民票で確かめた。"),
            linked: of(json!({
                "recipient": id(3), "award": id(2),
                "earlier": {
                    "validity": { "start": "2025-10-01", "end": "2026-09-30" }, "tier": "IV", "severity": "general",
                    "monthly_cap": 5000, "diseases": ["01_01_001"],
                },
            })),
        }
        .into(),
    ]
}
