//! Reading what was typed into a notice: each text becomes a value or an error beside its field.

use events::application::InsuranceDetails;
use events::award::EndGround;
use events::notice::{
    Authority, Filer, LossOfCertificate, NoticeContent, NoticeKind, ParticularsChange, Proxy, ProxyEnd, Reissue, Residence,
    ReturnOfCertificate, TransferOut,
};
use events::recipient::Guardian;
use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{
    Address, FreeText, InsuranceKind, Kana, MunicipalityCode, PersonName, Phone, PostalCode, Relation, ShortText,
};
use jiff::civil::Date;

use crate::forms::{FieldErrors, Posted};

/// A reader of one form.
pub(crate) struct Reader<'a> {
    posted: &'a Posted,
    pub(crate) errors: FieldErrors,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(posted: &'a Posted) -> Self {
        Self { posted, errors: FieldErrors::default() }
    }

    fn text(&self, name: &str) -> &'a str {
        self.posted.text(name).trim()
    }

    pub(crate) fn may<T, E: std::fmt::Display>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() { None } else { self.errors.take(name, parse(text)) }
    }

    pub(crate) fn must<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        what: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.text(name).is_empty() {
            self.errors.add(name, format!("{what}を入力してください。"));
            return None;
        }
        self.may(name, parse)
    }

    pub(crate) fn day(&mut self, name: &str, what: &str) -> Option<Date> {
        self.must(name, what, |text| wareki::parse(text, EraPolicy::Assume(wareki::Era::Reiwa)))
    }

    pub(crate) fn filer(&mut self) -> Option<Filer> {
        self.must("filer", "届出人", str::parse)
    }

    pub(crate) fn why(&mut self, name: &str) -> Option<FreeText> {
        self.must(name, "理由", FreeText::parse)
    }

    fn person(&mut self, name: &str, kana: &str) -> Option<PersonName> {
        let reading = self.must(kana, "フリガナ", Kana::parse);
        let written = self.must(name, "氏名", |text| ShortText::parse(text).map(|_| text.to_owned()))?;
        self.errors.take(name, PersonName::new(&written, reading?))
    }

    pub(crate) fn address(&mut self, postal_code: &str, address: &str) -> Option<Address> {
        let postal_code = self.may(postal_code, PostalCode::parse);
        Some(Address { postal_code, text: self.must(address, "住所", ShortText::parse)? })
    }

    /// What the form says, all errors told.
    pub(super) fn content(&mut self, kind: NoticeKind) -> Option<NoticeContent> {
        match kind {
            NoticeKind::Particulars => self.particulars().map(|change| NoticeContent::Particulars(Box::new(change))),
            NoticeKind::Return => {
                let ground = self.must("ground", "喪失の理由", str::parse::<EndGround>);
                let note = self.may("note", FreeText::parse);
                let certificate_returned = self.posted.ticked("certificate_returned");
                Some(NoticeContent::Return(ReturnOfCertificate { ground: ground?, certificate_returned, note }))
            }
            NoticeKind::TransferOut => {
                let authority = self.must("authority_name", "転出先の実施機関", FreeText::parse);
                let address = self.address("new_postal_code", "new_address");
                let certificate_returned = self.posted.ticked("certificate_returned");
                let told = TransferOut { authority: authority?, address: address?, certificate_returned };
                Some(NoticeContent::TransferOut(Box::new(told)))
            }
            NoticeKind::Reissue => {
                let cause = self.must("cause", "再交付の理由", str::parse::<LossOfCertificate>)?;
                Some(NoticeContent::Reissue(Reissue { cause, certificate_returned: self.posted.ticked("certificate_returned") }))
            }
            NoticeKind::RegistrantCertificate => Some(NoticeContent::RegistrantCertificate),
            NoticeKind::Proxy => self.proxy().map(|proxy| NoticeContent::Proxy(Box::new(proxy))),
            NoticeKind::ProxyEnd => Some(NoticeContent::ProxyEnd(ProxyEnd { note: self.may("note", FreeText::parse) })),
        }
    }

    fn particulars(&mut self) -> Option<ParticularsChange> {
        let name = self.person("name", "kana");
        let address = self.address("postal_code", "address");
        let municipality = self.must("municipality", "住所地の市町", MunicipalityCode::parse);
        let guardian_name = self.person("guardian_name", "guardian_kana");
        let relation = self.must("guardian_relation", "受診者との続柄", Relation::parse);
        let guardian_address = self.address("guardian_postal_code", "guardian_address");
        let kind = self.must("insurance_kind", "保険の種別", InsuranceKind::parse);
        let insured_is_child = self.must("insured_is_child", "児童本人が被保険者かどうか", |text| match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err("「はい」か「いいえ」を選んでください。"),
        });
        let insurance = InsuranceDetails {
            // Insurers tell no class any more.
            class: None,
            insurer_name: self.may("insurer_name", FreeText::parse),
            insurer_number: self.may("insurer_number", FreeText::parse),
            symbol: self.may("insurance_symbol", FreeText::parse),
            number: self.may("insurance_number", FreeText::parse),
            insured_name: self.may("insured_name", FreeText::parse),
            insured_is_child: insured_is_child?,
            kind: kind?,
        };
        Some(ParticularsChange {
            name: Some(name?),
            residence: Some(Residence { address: address?, municipality: municipality? }),
            guardian: Some(Guardian { name: guardian_name?, relation: relation?, address: guardian_address? }),
            insurance: Some(insurance),
        })
    }

    fn proxy(&mut self) -> Option<Proxy> {
        let name = self.person("proxy_name", "proxy_kana");
        let relation = self.must("proxy_relation", "受診者との続柄", Relation::parse);
        let address = self.address("proxy_postal_code", "proxy_address");
        let phone = self.may("proxy_phone", Phone::parse);
        let authority = self.must("authority", "代理権の根拠", str::parse::<Authority>);
        let until = self.may("until", |text| wareki::parse(text, EraPolicy::Assume(wareki::Era::Reiwa)));
        Some(Proxy { name: name?, relation: relation?, address: address?, phone, authority: authority?, until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn every_error_stands_beside_its_field() {
        let empty = posted(&[]);
        let mut reader = Reader::of(&empty);
        assert_eq!(reader.content(NoticeKind::Proxy), None);
        let fields: Vec<&str> = reader.errors.pairs().iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["proxy_kana", "proxy_name", "proxy_relation", "proxy_address", "authority"]);
    }

    #[test]
    fn a_ground_that_no_family_tells_is_read_and_left_to_the_rules() {
        let form = posted(&[("ground", "aged_out"), ("certificate_returned", "on")]);
        let told = Reader::of(&form).content(NoticeKind::Return);
        let expected = ReturnOfCertificate { ground: EndGround::AgedOut, certificate_returned: true, note: None };
        assert_eq!(told, Some(NoticeContent::Return(expected)));
        let made_up = posted(&[("ground", "<script>")]);
        let mut reader = Reader::of(&made_up);
        assert_eq!(reader.content(NoticeKind::Return), None);
        assert!(!reader.errors.is_empty());
    }
}
