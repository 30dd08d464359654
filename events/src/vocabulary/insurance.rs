//! 保険資格: what identifies an insured person with the insurer (資格確認書 or 資格情報のお知らせ).

use serde::{Deserialize, Serialize};

use super::{InsurerNumber, ShortText};

/// The insurance data that an application carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct InsuranceCard {
    /// 保険者番号.
    pub insurer_number: InsurerNumber,
    /// 保険者名.
    pub insurer_name: ShortText,
    /// 記号; national insurance may have none.
    pub symbol: Option<ShortText>,
    /// 番号.
    pub number: ShortText,
    /// 枝番, if printed.
    pub branch: Option<ShortText>,
}

impl std::fmt::Display for InsuranceCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}（{}）", self.insurer_name, self.insurer_number)?;
        if let Some(symbol) = &self.symbol {
            write!(f, " 記号 {symbol}")?;
        }
        write!(f, " 番号 {}", self.number)?;
        if let Some(branch) = &self.branch {
            write!(f, " 枝番 {branch}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_is_there() -> Result<(), Box<dyn std::error::Error>> {
        let card = InsuranceCard {
            insurer_number: InsurerNumber::parse("33120015")?,
            insurer_name: ShortText::parse("見本健康保険組合")?,
            symbol: None,
            number: ShortText::parse("12345")?,
            branch: Some(ShortText::parse("01")?),
        };
        assert_eq!(card.to_string(), "見本健康保険組合（33120015） 番号 12345 枝番 01");
        assert_eq!(serde_json::from_str::<InsuranceCard>(&serde_json::to_string(&card)?)?, card);
        Ok(())
    }
}
