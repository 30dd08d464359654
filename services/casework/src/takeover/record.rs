//! What the old ledger says about one right, read column by column. What cannot be read is told; what it does not say stays unknown.

use events::vocabulary::{
    Address, DiseaseId, FreeText, InsuranceKind, Kana, MunicipalityCode, OfficeCode, PayerNumber, PersonName, Phone, PostalCode,
    ProcedureKind, RecipientNumber, Relation, Severity, Sex, ShortText, Tier, ValidityPeriod, Yen,
    wareki::{self, EraPolicy},
};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::columns::plain;
use super::words::{day_of_number, insurance_kind, procedure_kind, relation, severity, sex, tier, with_letter};
use super::{Cell, Column, Layout, Names, Remark, SheetRow};

/// One right of the old ledger.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OldRecord {
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 氏名・フリガナ.
    pub name: PersonName,
    /// 生年月日.
    pub birth_date: Date,
    /// 性別.
    pub sex: Option<Sex>,
    /// 住所.
    pub address: Address,
    /// 市町.
    pub municipality: MunicipalityCode,
    /// 管轄事務所, by the municipality.
    pub office: OfficeCode,
    /// 保護者.
    pub guardian: PersonName,
    /// 続柄.
    pub relation: Relation,
    /// 電話.
    pub phone: Option<Phone>,
    /// 保険種別.
    pub insurance_kind: InsuranceKind,
    /// 保険者番号.
    pub insurer_number: Option<FreeText>,
    /// 保険者名.
    pub insurer_name: Option<FreeText>,
    /// 記号.
    pub symbol: Option<FreeText>,
    /// 番号.
    pub number: Option<FreeText>,
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// One of them is 血友病等.
    pub haemophilia: bool,
    /// 申請区分.
    pub kind: ProcedureKind,
    /// 重症・人工呼吸器.
    pub severity: Severity,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 決定日.
    pub decided_on: Option<Date>,
    /// 交付日; without it no certificate is taken over.
    pub issued_on: Option<Date>,
    /// 医療機関.
    pub institution: Option<FreeText>,
    /// 備考.
    pub note: Option<FreeText>,
}

/// Reading one row.
struct Reader<'a> {
    row: &'a SheetRow,
    layout: &'a Layout,
    names: &'a Names<'a>,
    wrong: Vec<Remark>,
    doubts: Vec<Remark>,
}

impl OldRecord {
    /// Reads a row: the record where nothing is wrong, what is wrong, and what is to be looked at.
    pub(super) fn read(row: &SheetRow, layout: &Layout, names: &Names<'_>) -> (Option<Self>, Vec<Remark>, Vec<Remark>) {
        let mut reader = Reader { row, layout, names, wrong: Vec::new(), doubts: Vec::new() };
        let record = reader.record();
        let Reader { wrong, doubts, .. } = reader;
        (record.filter(|_| wrong.is_empty()), wrong, doubts)
    }
}

fn remark(column: Column, text: impl Into<String>) -> Remark {
    Remark { column: column.label().to_owned(), text: text.into() }
}

impl Reader<'_> {
    fn wrong(&mut self, column: Column, text: impl Into<String>) {
        self.wrong.push(remark(column, text));
    }

    fn doubt(&mut self, column: Column, text: impl Into<String>) {
        self.doubts.push(remark(column, text));
    }

    /// The cell, where it holds something.
    fn cell(&mut self, column: Column) -> Option<Cell> {
        let at = self.layout.columns.place(column)?;
        let cell = self.row.cells.get(at).filter(|cell| !cell.is_empty())?.clone();
        if cell == Cell::Formula {
            self.wrong(column, "数式のセルです。値に変えてから（値の貼り付け）取り込んでください。");
            return None;
        }
        if self.row.merged.contains(&at) {
            self.doubt(column, "結合したセルの値を使いました。この行の値でよいか確かめてください。");
        }
        Some(cell)
    }

    fn text(&mut self, column: Column) -> Option<String> {
        let text = self.cell(column)?.text().trim().to_owned();
        if let Some(bad) = text.chars().find(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')) {
            self.wrong(column, format!("外字（U+{:04X}）があります。標準の文字に置き換えてください。", u32::from(bad)));
            return None;
        }
        if text.contains(['\u{fffd}', '〓']) {
            self.wrong(column, "文字化け、または「〓」があります。もとの文字に直してください。");
            return None;
        }
        Some(text)
    }

    /// A cell that must hold something.
    fn must<T, E: std::fmt::Display>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let told = self.wrong.len();
        let Some(text) = self.text(column) else {
            if self.wrong.len() == told {
                self.wrong(column, "値がありません。");
            }
            return None;
        };
        read(&text).map_err(|error| self.wrong(column, error.to_string())).ok()
    }

    /// A cell that may be empty.
    fn may<T, E: std::fmt::Display>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.text(column)?;
        read(&text).map_err(|error| self.wrong(column, error.to_string())).ok()
    }

    /// What helps and is nothing the right hangs on: where it cannot be read the right is taken over without it.
    fn aside<T, E: std::fmt::Display>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.text(column)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.doubt(column, format!("{error}この値は引き継ぎません。"));
                None
            }
        }
    }

    fn day(&mut self, column: Column) -> Option<Date> {
        match self.cell(column)? {
            Cell::Day(day) => Some(day),
            Cell::Number(number) => {
                let day = day_of_number(number);
                if day.is_none() {
                    self.wrong(column, "日付として読めない数値です。R8.4.1 のように書いてください。");
                }
                day
            }
            other => self.day_of(column, &other.text()),
        }
    }

    fn day_of(&mut self, column: Column, text: &str) -> Option<Date> {
        wareki::parse(&with_letter(text), EraPolicy::Refuse).map_err(|error| self.wrong(column, error.to_string())).ok()
    }

    fn must_day(&mut self, column: Column) -> Option<Date> {
        let told = self.wrong.len();
        let day = self.day(column);
        if day.is_none() && self.wrong.len() == told {
            self.wrong(column, "値がありません。");
        }
        day
    }

    fn name(&mut self, column: Column, kana: Option<Kana>) -> Option<PersonName> {
        let written = self.must(column, |text| {
            if text.contains(['(', ')', '（', '）', '[', '［', '※']) {
                return Err("氏名に書き込みがあります。書き込みは備考に移してください。".to_owned());
            }
            if text.contains(['\n', '・', '、', '／']) {
                return Err("2人以上の氏名のように見えます。1人1行に分けてください。".to_owned());
            }
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            ShortText::parse(&text).map(|_| text.clone()).map_err(|error| error.to_string())
        })?;
        PersonName::new(&written, kana?).map_err(|error| self.wrong(column, error.to_string())).ok()
    }

    fn guardian(&mut self) -> Option<PersonName> {
        let kana = self.aside(Column::GuardianKana, Kana::parse).or_else(|| {
            self.doubt(Column::GuardianKana, "旧台帳にないため「フメイ」としました。次の申請で直してください。");
            Kana::parse("フメイ").ok()
        });
        self.name(Column::GuardianName, kana)
    }

    fn municipality(&mut self, address: &str, on: Date) -> Option<(MunicipalityCode, OfficeCode)> {
        let given = self.text(Column::Municipality);
        let column = if given.is_some() { Column::Municipality } else { Column::Address };
        let wanted: String = given.as_deref().unwrap_or(address).nfkc().filter(|c| !c.is_whitespace()).collect();
        let known = self.names.masters.municipalities.on(on);
        // 「有田町」 lies in the address of 「有田町」; of two names that fit the longer one is meant.
        let found = known
            .filter(|row| wanted.contains(&row.value.name) || wanted == row.key)
            .max_by_key(|row| row.value.name.chars().count());
        let found = found.and_then(|row| MunicipalityCode::parse(&row.key).ok().map(|code| (code, row.value.office)));
        if found.is_none() {
            self.wrong(column, "県内の市町が見つかりません。住所を市町名から書くか、市町の列を付けてください。");
        }
        found
    }

    /// The diseases of a cell: many have a mark in their name by which others are separated, so that a line is one where it is known as one.
    fn called<'t>(&self, text: &'t str, on: Date) -> Vec<&'t str> {
        let filled = |part: &&str| !part.is_empty();
        let known = |line: &str| !self.names.diseases(line, on).is_empty();
        let parts = |line: &'t str| line.split(['、', ',', '，', '／', ';']).map(str::trim).filter(filled).collect();
        let lines = text.lines().map(str::trim).filter(filled);
        lines.flat_map(|line| if known(line) { vec![line] } else { parts(line) }).collect()
    }

    fn diseases(&mut self, on: Date) -> Option<(Vec<DiseaseId>, bool)> {
        let text = self.must(Column::Disease, |text| Ok::<_, String>(text.to_owned()))?;
        let mut found = Vec::new();
        let mut haemophilia = false;
        for part in self.called(&text, on) {
            match self.names.diseases(part, on).as_slice() {
                [(id, of_blood)] => {
                    haemophilia |= of_blood;
                    if !found.contains(id) {
                        found.push(*id);
                    }
                }
                [] => self.wrong(
                    Column::Disease,
                    format!("「{part}」は疾病マスタにありません。正式な疾病名か、疾病コード（01_01_001）で書いてください。"),
                ),
                _ => {
                    self.wrong(Column::Disease, format!("「{part}」に当たる疾病が2つ以上あります。疾病コードで書いてください。"));
                }
            }
        }
        if found.is_empty() { None } else { Some((found, haemophilia)) }
    }

    fn validity(&mut self) -> Option<ValidityPeriod> {
        let two = self.layout.columns.place(Column::ValidFrom).is_some() && self.layout.columns.place(Column::ValidTo).is_some();
        let column = if two { Column::ValidTo } else { Column::Validity };
        let (start, end) = if two {
            (self.must_day(Column::ValidFrom), self.must_day(Column::ValidTo))
        } else {
            let text = self.must(Column::Validity, |text| Ok::<_, String>(text.to_owned()))?;
            let text = text.replace("から", "～").replace("まで", "").replace('\n', "");
            let Some((start, end)) = text.split_once(['～', '〜', '~', '－', '―']) else {
                self.wrong(Column::Validity, "始まりと終わりが読めません。「R7.10.1～R8.9.30」のように書いてください。");
                return None;
            };
            (self.day_of(Column::Validity, start), self.day_of(Column::Validity, end))
        };
        let validity = ValidityPeriod::new(start?, end?).map_err(|error| self.wrong(column, error.to_string())).ok()?;
        if validity.end() > validity.start() + 15.months() {
            self.doubt(column, "有効期間が1年3か月を超えています。");
        }
        Some(validity)
    }

    fn insurance(&mut self) -> Option<InsuranceKind> {
        if let Some(kind) = self.aside(Column::InsuranceKind, insurance_kind) {
            return Some(kind);
        }
        let number = self.text(Column::InsurerNumber).map(|text| plain(&text)).unwrap_or_default();
        match number.len() {
            6 => Some(InsuranceKind::National),
            8 => Some(InsuranceKind::Employee),
            _ => {
                self.wrong(
                    Column::InsuranceKind,
                    "医療保険の種類が分かりません。保険種別か、6桁または8桁の保険者番号を書いてください。",
                );
                None
            }
        }
    }

    fn look_at_cap(&mut self, tier: Option<Tier>, severity: Severity, haemophilia: bool, cap: Yen, on: Date) {
        let key = if haemophilia { "haemophilia" } else { tier.map_or("", Tier::code) };
        let standard = self.names.masters.caps.at(key, on).map(|row| row.value.of(severity));
        if standard.is_some_and(|standard| standard != cap) {
            self.doubt(
                Column::Cap,
                "階層と区分の基準の額と違います。按分などによるものか確かめてください。額は旧台帳のとおりに引き継ぎます。",
            );
        }
    }

    fn look_at_note(&mut self, note: Option<&FreeText>) {
        let ended = ["転出", "死亡", "喪失", "治癒", "返還", "取消", "辞退"];
        let word = note.and_then(|note| ended.into_iter().find(|word| note.as_str().contains(word)));
        if let Some(word) = word {
            self.doubt(Column::Note, format!("「{word}」とあります。有効期間の途中で終わっていないか確かめてください。"));
        }
    }

    fn record(&mut self) -> Option<OldRecord> {
        let recipient_number = self.must(Column::RecipientNumber, RecipientNumber::parse);
        let payer_number = match self.layout.columns.place(Column::PayerNumber) {
            Some(_) => self.may(Column::PayerNumber, PayerNumber::parse).or(Some(self.layout.payer_number)),
            None => Some(self.layout.payer_number),
        };
        let kana = self.must(Column::Kana, Kana::parse);
        let name = self.name(Column::Name, kana);
        let birth_date = self.must_day(Column::BirthDate);
        let validity = self.validity();
        let on = validity.map_or(date(2026, 4, 1), ValidityPeriod::start);
        let address_text = self.must(Column::Address, |text| ShortText::parse(&text.replace('\n', " ")));
        let postal_code = self.aside(Column::PostalCode, PostalCode::parse);
        let place = address_text.as_ref().and_then(|text| self.municipality(text.as_str(), on));
        let guardian = self.guardian();
        let relation = self.aside(Column::Relation, |text| Ok::<_, String>(relation(text))).unwrap_or(Relation::Other);
        let sex = self.aside(Column::Sex, sex);
        let phone = self.aside(Column::Phone, Phone::parse);
        let insurance_kind = self.insurance();
        let diseases = self.diseases(on);
        let haemophilia = diseases.as_ref().is_some_and(|(_, haemophilia)| *haemophilia);
        let kind = self.aside(Column::Kind, procedure_kind).unwrap_or(ProcedureKind::New);
        let severity = self.may(Column::Severity, severity).unwrap_or(Severity::General);
        let tier = self.may(Column::Tier, tier);
        if tier.is_none() && !haemophilia && !self.wrong.iter().any(|wrong| wrong.column == Column::Tier.label()) {
            self.wrong(Column::Tier, "値がありません。");
        }
        let monthly_cap = self.must(Column::Cap, Yen::parse_input);
        if let Some(cap) = monthly_cap {
            self.look_at_cap(tier, severity, haemophilia, cap, on);
        }
        let decided_on = self.day(Column::DecidedOn);
        let issued_on = self.day(Column::IssuedOn);
        let note = self.aside(Column::Note, FreeText::parse);
        self.look_at_note(note.as_ref());
        if let (Some(born), Some(validity)) = (birth_date, validity) {
            if born > validity.start() {
                self.wrong(Column::BirthDate, "生年月日が有効期間の始まりより後です。どちらかを直してください。");
            } else if validity.end() >= born.saturating_add(20.years()) {
                self.doubt(Column::BirthDate, "有効期間が20歳の誕生日の前日を過ぎています。");
            }
        }
        let (municipality, office) = place?;
        let (diseases, haemophilia) = diseases?;
        Some(OldRecord {
            recipient_number: recipient_number?,
            payer_number: payer_number?,
            name: name?,
            birth_date: birth_date?,
            sex,
            address: Address { postal_code, text: address_text? },
            municipality,
            office,
            guardian: guardian?,
            relation,
            phone,
            insurance_kind: insurance_kind?,
            insurer_number: self.aside(Column::InsurerNumber, FreeText::parse),
            insurer_name: self.aside(Column::InsurerName, FreeText::parse),
            symbol: self.aside(Column::InsuranceSymbol, FreeText::parse),
            number: self.aside(Column::InsuranceNumber, FreeText::parse),
            diseases,
            haemophilia,
            kind,
            severity,
            tier,
            monthly_cap: monthly_cap?,
            validity: validity?,
            decided_on,
            issued_on,
            institution: self.aside(Column::Institution, FreeText::parse),
            note,
        })
    }
}
