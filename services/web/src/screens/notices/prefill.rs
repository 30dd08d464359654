//! What stands in the fields before anything is typed: what the ledger knows, or what a notice says.

use acts::Person;
use events::application::InsuranceDetails;
use events::notice::{NoticeContent, Proxy};
use events::vocabulary::{Address, wareki};
use jiff::civil::Date;

type Pairs = Vec<(&'static str, String)>;

fn address(pairs: &mut Pairs, names: (&'static str, &'static str), one: &Address) {
    pairs.push((names.0, one.postal_code.as_ref().map(ToString::to_string).unwrap_or_default()));
    pairs.push((names.1, one.text.to_string()));
}

/// A day as it is typed.
pub(super) fn day(date: Date) -> String {
    wareki::short(date)
}

/// The particulars of a person.
pub(super) fn person(person: &Person) -> Pairs {
    let InsuranceDetails { kind, insurer_name, insurer_number, symbol, number, insured_name, insured_is_child, class: _ } =
        &person.insurance;
    let text = |value: &Option<events::vocabulary::FreeText>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut pairs = vec![
        ("name", person.name.written().to_owned()),
        ("kana", person.name.kana().to_string()),
        ("municipality", person.residence.municipality.to_string()),
        ("guardian_name", person.guardian.name.written().to_owned()),
        ("guardian_kana", person.guardian.name.kana().to_string()),
        ("guardian_relation", person.guardian.relation.code().to_owned()),
        ("insurance_kind", kind.code().to_owned()),
        ("insured_is_child", if *insured_is_child { "yes" } else { "no" }.to_owned()),
        ("insured_name", text(insured_name)),
        ("insurer_name", text(insurer_name)),
        ("insurer_number", text(insurer_number)),
        ("insurance_symbol", text(symbol)),
        ("insurance_number", text(number)),
    ];
    address(&mut pairs, ("postal_code", "address"), &person.residence.address);
    address(&mut pairs, ("guardian_postal_code", "guardian_address"), &person.guardian.address);
    pairs
}

fn proxy(proxy: &Proxy) -> Pairs {
    let mut pairs = vec![
        ("proxy_name", proxy.name.written().to_owned()),
        ("proxy_kana", proxy.name.kana().to_string()),
        ("proxy_relation", proxy.relation.code().to_owned()),
        ("proxy_phone", proxy.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("authority", proxy.authority.code().to_owned()),
        ("until", proxy.until.map(day).unwrap_or_default()),
    ];
    address(&mut pairs, ("proxy_postal_code", "proxy_address"), &proxy.address);
    pairs
}

/// What a notice says; of a change of particulars, the person as it would be.
pub(super) fn content(content: &NoticeContent, known: &Person) -> Pairs {
    let returned = |returned: bool| ("certificate_returned", if returned { "on" } else { "" }.to_owned());
    let note = |note: &Option<events::vocabulary::FreeText>| ("note", note.as_ref().map(ToString::to_string).unwrap_or_default());
    match content {
        NoticeContent::Particulars(change) => person(&known.clone().changed(change)),
        NoticeContent::Return(told) => {
            vec![("ground", told.ground.code().to_owned()), returned(told.certificate_returned), note(&told.note)]
        }
        NoticeContent::TransferOut(told) => {
            let mut pairs = vec![("authority_name", told.authority.to_string()), returned(told.certificate_returned)];
            address(&mut pairs, ("new_postal_code", "new_address"), &told.address);
            pairs
        }
        NoticeContent::Reissue(told) => {
            vec![("cause", told.cause.code().to_owned()), returned(told.certificate_returned)]
        }
        NoticeContent::RegistrantCertificate => Vec::new(),
        NoticeContent::Proxy(one) => proxy(one),
        NoticeContent::ProxyEnd(told) => vec![note(&told.note)],
    }
}
