//! Many cases at once, as an office has them.

use std::collections::VecDeque;

use events::application::DocumentState;

use super::story::{CaseNo, Line};

/// Many cases that go different ways, their events interleaved.
pub(crate) fn mixed(cases: u32) -> Vec<Line> {
    let mut stories: Vec<VecDeque<Line>> = (0..cases).map(|n| story(CaseNo(n)).into()).collect();
    let mut lines = Vec::new();
    let mut turn = 1_usize;
    while !stories.is_empty() {
        let place = turn % stories.len();
        lines.extend(stories[place].pop_front());
        stories.retain(|story| !story.is_empty());
        turn = (turn * 31 + 7) % 1_009;
    }
    lines
}

fn story(case: CaseNo) -> Vec<Line> {
    let mut lines =
        vec![case.received(), case.scheduled(), case.viewed(), case.document("tax_certificate", DocumentState::Waived)];
    if case.0 % 4 == 3 {
        lines.push(case.called_off());
    }
    lines.extend(case.nights());
    lines.push(case.protected());
    lines.push(case.linked());
    lines.push(case.mailed_elsewhere());
    lines.push(case.designated());
    lines.extend(case.in_a_campaign());
    lines.extend(case.told_to_a_body());
    lines.extend(case.claims_imported());
    if case.0 % 5 == 4 {
        lines.push(case.claims_taken_back());
    }
    lines.extend(case.paid_in_a_batch());
    lines.push(case.reminded());
    lines.extend(case.taxed());
    lines.extend(case.letter_in_the_post());
    if case.0 % 7 == 6 {
        return lines;
    }
    lines.push(case.document("medical_opinion:01_01_001", DocumentState::Received));
    lines.extend([case.handed_to(11 + case.0 % 3), case.account(11 + case.0 % 3, case.0.is_multiple_of(2))]);
    if case.0 % 6 == 1 {
        lines.extend(case.masters_changed());
        lines.extend(case.letters_released());
    }
    if case.0 % 6 == 2 {
        lines.extend(case.forwarded_with_a_list());
    } else {
        lines.push(case.forwarded());
    }
    lines.push(case.taken_up());
    if case.0 % 2 == 1 {
        lines.extend([
            case.returned(),
            case.amended(),
            case.document("insurance_card", DocumentState::Seen),
            case.resubmitted(),
            case.taken_up(),
        ]);
    }
    if case.0 % 4 == 1 {
        lines.extend(case.through_the_board());
    }
    match case.0 % 5 {
        1 => lines.extend([case.inquired(false), case.inquiry_withdrawn()]),
        2 => lines.extend([case.inquired(true), case.inquiry_answered()]),
        3 => lines.push(case.inquired(false)),
        _ => {}
    }
    let by_hand = case.0 % 7 == 2;
    if by_hand {
        lines.extend([case.start_by_hand(), case.tier_by_hand(), case.tier_let_be()]);
    }
    lines.push(case.examined());
    if case.0 % 3 == 1 {
        lines.extend([case.proposed(), case.sent_back(), case.examined()]);
    }
    if case.0.is_multiple_of(2) {
        lines.extend([case.proposed(), if case.0.is_multiple_of(4) { case.stood_in() } else { case.endorsed() }]);
    }
    if case.0.is_multiple_of(8) {
        lines.push(case.looked_over());
    }
    if case.0 % 5 == 4 {
        lines.push(case.refused());
        return lines;
    }
    if by_hand {
        lines.push(case.start_confirmed());
    }
    lines.extend(case.approved());
    match case.0 % 4 {
        0 => {
            lines.push(case.issued());
            lines.extend(case.printed_and_posted());
        }
        1 => {
            lines.extend([case.issue_stopped(), case.issued()]);
            lines.extend(case.left_with_a_reason());
        }
        2 => lines.push(case.issue_stopped()),
        _ => lines.extend(case.replaced()),
    }
    lines.extend(case.afterwards());
    if case.0.is_multiple_of(2) {
        lines.push(case.protected_no_longer());
        lines.push(case.unlinked());
        lines.extend(case.mailed_home());
    }
    lines
}
