//! 発行者: in whose name something leaves the office. Certificates, letters, lists and screens all ask [`Masters::authority`], so that a change
//! of name counts everywhere from the same day, and what was issued before keeps what it was issued with.

use events::designation::OwnAuthority;
use events::vocabulary::{PrefectureNumber, wareki};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Masters;

/// Key of the rows that count.
pub const ISSUER: &str = "issuer";

/// 発行者.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// 自治体の名称: 〇〇県.
    pub name: String,
    /// 署名する職名: 〇〇県知事.
    pub signatory: String,
    /// 担当課の名称.
    pub division: String,
    /// 都道府県番号.
    pub prefecture_number: PrefectureNumber,
}

impl Authority {
    /// The division with its authority before it: 「〇〇県　〇〇課」.
    pub fn division_in_full(&self) -> String {
        format!("{}　{}", self.name, self.division)
    }
}

/// The masters name nobody for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}の発行者（自治体の名称、署名する職名、担当課）がマスタにないため、文書を作っていません。入力した内容はそのままです。マスタ「発行者」に行を加えて承認を受けてから、もう一度操作してください。",
    wareki::long(*.0)
)]
pub struct NoAuthority(pub Date);

impl Masters {
    /// The authority on a day.
    ///
    /// # Errors
    /// [`NoAuthority`].
    pub fn authority(&self, on: Date) -> Result<&Authority, NoAuthority> {
        self.authorities.at(ISSUER, on).map(|row| &row.value).ok_or(NoAuthority(on))
    }

    /// Everything by which we are or were known: a number of ours stays ours after a change of name.
    pub fn own_authority(&self) -> OwnAuthority {
        let mut own = OwnAuthority::default();
        for row in self.authorities.all().filter(|row| row.key == ISSUER && self.authorities.counts(row)) {
            let Authority { name, prefecture_number, .. } = &row.value;
            if !own.names.contains(name) {
                own.names.push(name.clone());
            }
            if !own.prefectures.contains(prefecture_number) {
                own.prefectures.push(*prefecture_number);
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use events::master::RowAdopted;
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::rules::masters::check;
    use crate::rules::samples::{dated, masters};

    fn named(name: &str, from: Date) -> RowAdopted {
        let values = json!({ "name": name, "signatory": format!("{name}知事"), "division": "見本課", "prefecture_number": 1 });
        dated("authorities", ISSUER, from, None, values)
    }

    #[test]
    fn each_day_has_its_authority_and_numbers_of_before_stay_ours() {
        let mut masters = masters();
        assert_eq!(masters.authority(date(2026, 11, 24)), Err(NoAuthority(date(2026, 11, 24))));
        masters.adopt(2, &named("見本県", date(2015, 1, 1))).unwrap();
        masters.adopt(3, &named("新見本県", date(2027, 4, 1))).unwrap();
        let on = |day| masters.authority(day).map(|found| (found.signatory.clone(), found.division_in_full()));
        assert_eq!(on(date(2027, 3, 31)), Ok(("見本県知事".to_owned(), "見本県　見本課".to_owned())));
        assert_eq!(on(date(2027, 4, 1)), Ok(("新見本県知事".to_owned(), "新見本県　見本課".to_owned())));
        let own = masters.own_authority();
        assert_eq!(
            (own.names.as_slice(), own.heads()),
            (["見本県".to_owned(), "新見本県".to_owned()].as_slice(), vec!["01".to_owned()])
        );
    }

    #[test]
    fn a_row_that_was_put_right_is_nobody() {
        let mut masters = masters();
        masters.adopt(2, &named("見本県", date(2015, 1, 1))).unwrap();
        masters.adopt(3, &named("例題県", date(2015, 1, 1))).unwrap();
        assert_eq!(masters.own_authority().names, ["例題県"]);
        let before = masters.known_up_to(2);
        assert_eq!(before.authority(date(2026, 11, 24)).map(|found| found.name.as_str()), Ok("見本県"), "as it was known then");
    }

    #[test]
    fn no_prefecture_has_the_number_forty_eight() {
        let mut row = named("見本県", date(2015, 1, 1));
        row.values["prefecture_number"] = json!(48);
        assert!(check(&row).is_err_and(|error| error.to_string().contains("1から47")));
    }
}
