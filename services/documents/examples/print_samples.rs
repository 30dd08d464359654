//! Prints the sample of every document into a folder, for looking at the layout:
//! `cargo run -p documents --example print_samples -- DIR`.

use std::path::PathBuf;

use documents::{
    Document, Fonts, Imprint, Printer, address_labels, address_sheet, application_sheet, board_minutes, board_papers,
    calculation_sheet, cap_sheet, certificate, change_report, copy_mark, dossier, erasure_certificate, ledger_book, letter,
    proposal_sheet, transmittal_list, verification_certificate,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("give the folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    let printer = Printer::new(Fonts::shared()?);
    print(&printer, &certificate::sample(), "certificate", &folder)?;
    print(&printer, &crowded_draft(), "certificate_draft", &folder)?;
    let sealed = certificate::Certificate { seal: vec![certificate::SEAL_SAMPLE.to_vec()], ..certificate::sample() };
    print(&printer, &sealed, "certificate_sealed", &folder)?;
    print(&printer, &address_sheet::sample(), "address_sheet", &folder)?;
    let trying = address_sheet::AddressSheet { sheets: Vec::new(), ..address_sheet::sample() };
    print(&printer, &trying, "envelope", &folder)?;
    print(&printer, &address_labels::sample(), "address_labels", &folder)?;
    print(&printer, &copy_mark::CopyMark {}, "copy_mark", &folder)?;
    print(&printer, &cap_sheet::sample(), "cap_sheet", &folder)?;
    print(&printer, &calculation_sheet::sample(), "calculation_sheet", &folder)?;
    print(&printer, &dossier::sample(), "dossier", &folder)?;
    print(&printer, &change_report::sample(), "change_report", &folder)?;
    print(&printer, &erasure_certificate::sample(), "erasure_certificate", &folder)?;
    print(&printer, &verification_certificate::sample(), "verification_certificate", &folder)?;
    print(&printer, &board_papers::sample(), "board_papers", &folder)?;
    print(&printer, &board_minutes::sample(), "board_minutes", &folder)?;
    print(&printer, &application_sheet::sample(), "application_sheet", &folder)?;
    print(&printer, &proposal_sheet::sample(), "proposal_sheet", &folder)?;
    print(&printer, &ledger_book::sample(), "ledger_book", &folder)?;
    print(&printer, &transmittal_list::sample(), "transmittal_list", &folder)?;
    print(&printer, &letter::approval_sample()?, "approval_notice", &folder)?;
    print(&printer, &letter::refusal_sample()?, "refusal_notice", &folder)?;
    print(&printer, &letter::CorrectionRequest(letter::correction_sample()), "correction_request", &folder)?;
    print(&printer, &letter::CorrectionReminder(letter::correction_sample()), "correction_reminder", &folder)?;
    print(&printer, &letter::TransferNotice(letter::transfer_sample()), "transfer_notice", &folder)?;
    print(&printer, &letter::DesignationNotice(letter::designation_sample()), "designation_notice", &folder)?;
    print(&printer, &letter::DesignationRenewal(letter::designation_sample()), "designation_renewal", &folder)?;
    print(&printer, &letter::ComingOfAge(letter::coming_of_age_sample()), "coming_of_age", &folder)?;
    printer.end_batch();
    Ok(())
}

fn print<D: Document>(
    printer: &Printer,
    document: &D,
    name: &str,
    folder: &std::path::Path,
) -> Result<(), Box<dyn std::error::Error>> {
    let imprint = Imprint { ident: "sample".to_owned(), recorded_at: "2026-04-20T01:00:00Z".parse()? };
    let finished = printer.print(document, &imprint)?;
    std::fs::write(folder.join(name).with_extension("pdf"), finished.pdf)?;
    Ok(())
}

/// Long values and variants of characters, to see how the form takes them.
fn crowded_draft() -> certificate::Certificate {
    let mut draft = certificate::sample();
    draft.draft = true;
    draft.reissue = true;
    draft.severe = true;
    draft.child.name = String::from("葛\u{E0102}城　辻\u{E0103}之介𠮷右衛門");
    draft.child.address = "佐賀県神埼郡例示ヶ里町大字見本字試験一丁目1234番地の56　".repeat(2);
    draft.guardian.name = String::from("MIHON REIDAI MARIA FERNANDA DE LA CRUZ");
    draft.diseases = (1..=7)
        .map(|number| certificate::Disease {
            name: format!("例示疾病{number}（先天性の見本となるとても長い名前をもつ疾病）"),
            code: Some(format!("01_01_00{number}")),
        })
        .collect();
    draft.cap_note = Some("世帯内按分後の額".to_owned());
    draft.remarks = vec!["見本　次郎（受給者番号 1234566）と按分".to_owned(), "架空の記載です。".to_owned()];
    draft
}
