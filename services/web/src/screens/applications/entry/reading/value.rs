//! One field of an entry becomes a value, or a problem beside it.

use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{Address, DiseaseId, Kana, MunicipalityCode, PersonName, PostalCode, ShortText};
use jiff::civil::Date;

use super::{Problem, Reader};

impl Reader<'_> {
    pub(super) fn fail(&mut self, field: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(field, message));
    }

    /// Reads a field that may be empty.
    pub(super) fn optional<T, E: ToString>(&mut self, field: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.entry.text(field);
        if text.is_empty() {
            return None;
        }
        parse(text).map_err(|error| self.fail(field, error.to_string())).ok()
    }

    /// Reads a field that must not be empty.
    pub(super) fn required<T, E: ToString>(
        &mut self,
        field: &str,
        what: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.entry.text(field).is_empty() {
            self.fail(field, format!("{what}を入力してください。"));
            return None;
        }
        self.optional(field, parse)
    }

    pub(super) fn date(&mut self, field: &str, policy: EraPolicy) -> Option<Date> {
        let text = self.entry.text(field);
        if text.is_empty() {
            return None;
        }
        match wareki::parse(text, policy) {
            Ok(date) => Some(date),
            Err(error) => {
                let suggestion = error.suggestion().map(wareki::long);
                self.problems.push(Problem { suggestion, ..Problem::new(field, error.to_string()) });
                None
            }
        }
    }

    pub(super) fn name(&mut self, written: &str, kana: &str) -> Option<PersonName> {
        let reading = self.required(kana, "フリガナ", Kana::parse);
        let text = self.entry.text(written).to_owned();
        match PersonName::new(&text, reading.clone().or_else(|| Kana::parse("ア").ok())?) {
            Ok(name) => reading.map(|_| name),
            Err(error) => {
                self.fail(written, error.to_string());
                None
            }
        }
    }

    pub(super) fn address(&mut self, postal_code: &str, text: &str) -> Option<Address> {
        let postal_code = self.optional(postal_code, PostalCode::parse);
        let text = self.required(text, "住所", ShortText::parse)?;
        Some(Address { postal_code, text })
    }

    pub(super) fn disease(&mut self, field: &str) -> Option<DiseaseId> {
        let text = self.entry.text(field).to_owned();
        if text.is_empty() {
            self.fail(field, "疾病を入力してください。コード、名前の一部、かなのどれでも探せます。");
            return None;
        }
        let found = self.catalogue.diseases_like(&text);
        match found.as_slice() {
            [one] => Some(one.id),
            [] => {
                self.fail(field, "この疾病は対象疾病の一覧にありません。コード、名前の一部、かなで探してください。");
                None
            }
            many => {
                let count = many.len();
                self.fail(field, format!("当てはまる疾病が{count}件あります。下の候補から選んでください。"));
                None
            }
        }
    }

    pub(super) fn municipality(&mut self, field: &str) -> Option<MunicipalityCode> {
        let code = self.required(field, "住所地の市町", MunicipalityCode::parse)?;
        if self.catalogue.municipality(code).is_none() {
            self.fail(field, "県内の市町ではありません。県外にお住まいの児童の申請は受け付けられません。");
            return None;
        }
        Some(code)
    }

    pub(super) fn yes_no(&mut self, field: &str) -> Option<bool> {
        match self.entry.text(field) {
            "yes" => Some(true),
            "no" => Some(false),
            "" | "unknown" => None,
            _ => {
                self.fail(field, "「はい」「いいえ」「まだ分からない」から選んでください。");
                None
            }
        }
    }

    pub(super) fn answered(&mut self, field: &str, what: &str) -> Option<bool> {
        if self.entry.text(field).is_empty() {
            self.fail(field, format!("{what}を選んでください。"));
        }
        self.yes_no(field)
    }

    pub(super) fn ticked(&self, field: &str) -> bool {
        !self.entry.text(field).is_empty()
    }
}
