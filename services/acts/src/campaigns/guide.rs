//! 更新の案内: a guide by group with the application filled in as the ledger has it, to be signed where nothing changed.

use documents::letter::{Letter, Part, RenewalGuide, Row};
use documents::{Imprint, Printed};
use events::ids::{CampaignId, RecipientId};
use events::vocabulary::{DiseaseId, OfficeCode, RenewalGroup, wareki};
use jiff::civil::Date;
use projections::ledger::{self, AsOf, LedgerRow};

use crate::paper::issuer;
use crate::{ActError, Acts};

impl Acts {
    /// The guide of a person of a campaign.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where the person gets none; [`ActError::Erased`].
    pub async fn renewal_guide(
        &self,
        id: CampaignId,
        recipient: RecipientId,
        on: Date,
        imprint: Imprint,
    ) -> Result<Printed, ActError> {
        let (campaign, _) = self.campaign(id).await?;
        let group = campaign.group(recipient).filter(|group| group.is_guided()).ok_or(ActError::NotFound)?;
        let opened = campaign.opened().ok_or(ActError::NotFound)?;
        let awards = ledger::of_recipient(self.pool(), recipient, AsOf::default()).await;
        let mut awards = awards.map_err(|error| ActError::internal(&error))?;
        projections::open(self.pool(), &self.parts().ring, &mut awards).await.map_err(|error| ActError::internal(&error))?;
        let row = awards.into_iter().find(|row| row.validity.end() <= opened.last_day).ok_or(ActError::NotFound)?;
        let masters = self.masters().await?;
        let issuer = issuer(OfficeCode::DIVISION, on, &masters);
        let disease = |id: &DiseaseId| {
            let code = id.to_string();
            masters.diseases.at(&code, on).map_or_else(|| code.clone(), |row| row.value.name.clone())
        };
        let diseases = row.diseases.iter().map(disease).collect::<Vec<_>>().join("、");
        let (addressee, address, rows) = filled(&row, group, &diseases)?;
        let letter = Letter {
            number: opened.name.to_string(),
            issued_on: wareki::long(on),
            address,
            addressee,
            honorific: "様",
            signatory: issuer.signatory,
            lead: lead(group, opened.last_day),
            rows,
            parts: parts(group, opened.last_day, opened.apply_by),
            contact: issuer.contact,
        };
        self.print(RenewalGuide(letter), imprint).await
    }
}

fn row(label: &str, value: impl Into<String>) -> Row {
    Row { label: label.to_owned(), value: value.into() }
}

fn filled(award: &LedgerRow, group: RenewalGroup, diseases: &str) -> Result<(String, String, Vec<Row>), ActError> {
    let name = award.name.open().ok_or(ActError::Erased)?;
    let birth = award.birth_date.open().ok_or(ActError::Erased)?;
    let home = award.address.open().ok_or(ActError::Erased)?;
    let guardian = award.guardian.open().ok_or(ActError::Erased)?;
    // From 18 the patient applies; where nobody may learn the address, none is printed and the paper is handed over.
    let adult = matches!(group, RenewalGroup::TurnsAdult | RenewalGroup::LeavesAtTwenty);
    let hidden = group == RenewalGroup::Protected;
    let (addressee, place) = if adult { (name, home) } else { (&guardian.name, &guardian.address) };
    let shown = |text: String| if hidden { "（窓口で確かめます）".to_owned() } else { text };
    let rows = vec![
        row("受給者番号", award.recipient_number.to_string()),
        row("受診者の氏名", format!("{}（{}）", name.written(), name.kana())),
        row("生年月日", wareki::long(*birth)),
        row("住所", shown(home.to_string())),
        row("申請者", if adult { name.written().to_owned() } else { guardian.name.written().to_owned() }),
        row("疾病", diseases),
        row("いまの有効期間", award.validity.to_string()),
    ];
    Ok((addressee.written().to_owned(), if hidden { String::new() } else { place.to_string() }, rows))
}

fn lead(group: RenewalGroup, last_day: Date) -> String {
    let day = wareki::long(last_day);
    if group == RenewalGroup::LeavesAtTwenty {
        format!(
            "いまお使いの受給者証は、20歳の誕生日の前日までで終わります（一斉更新の満了日：{day}）。更新はありません。下の制度を確かめてください。"
        )
    } else {
        format!(
            "いまお使いの受給者証は{day}で終わります。引き続き受けるときは、更新の申請をしてください。記載に変わりがなければ、この用紙に署名して提出できます。"
        )
    }
}

fn parts(group: RenewalGroup, last_day: Date, apply_by: Date) -> Vec<Part> {
    let part = |title: &str, texts: Vec<String>| Part { title: title.to_owned(), texts };
    if group == RenewalGroup::LeavesAtTwenty {
        let hints = [
            "指定難病の医療費助成（難病の患者に対する医療等に関する法律）の対象になることがあります。主治医と保健福祉事務所に早めに相談してください。",
            "障害者の医療費助成、自立支援医療、高額療養費など、ほかの制度も確かめてください。",
            "受給者証は、終わった後に返してください。",
        ];
        return vec![part("20歳からの医療費の助成", hints.map(str::to_owned).to_vec())];
    }
    let mut papers = vec![
        "この用紙（更新申請書）".to_owned(),
        "医療意見書（指定医が記載したもの、疾病ごとに1枚）".to_owned(),
        "医療保険の資格が分かるもの".to_owned(),
    ];
    if group != RenewalGroup::Haemophilia {
        papers.push("世帯の市町村民税が分かる書類（個人番号を書いたときは省略できます）".to_owned());
    }
    if group == RenewalGroup::TurnsAdult {
        papers.push("18歳になるため、ご本人が申請者になります。ご本人の医療保険と所得で判定します。".to_owned());
    }
    vec![
        part("提出するもの", papers),
        part(
            "提出の期限",
            vec![format!(
                "{}まで。{}を過ぎると更新できず、新規の申請になります（18歳以上の方は申請できません）。",
                wareki::long(apply_by),
                wareki::long(last_day)
            )],
        ),
        part(
            "更新申請書",
            vec![
                "上の記載のとおり更新を申請します。変わったところ：　　　　　　　　　　　　　　　　　　　　".to_owned(),
                "令和　　年　　月　　日　　申請者の署名：　　　　　　　　　　　　　　　　　".to_owned(),
            ],
        ),
    ]
}
