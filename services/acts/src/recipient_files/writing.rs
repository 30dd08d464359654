//! The bytes of a file, made anew each time from what was frozen; where they are no longer the same, they are not handed out.

use std::collections::HashMap;

use casework::recipient_file::{Layout, Line, RecipientFileRefusal};
use encoding_rs::SHIFT_JIS;
use events::ids::{AwardId, RecipientFileId};
use events::recipient_file::{FileEncoding, FileForm, Prepared, ReviewBody};
use events::vocabulary::FreeText;
use jiff::civil::Date;
use projections::ledger::{self, AsOf};
use uuid::Uuid;

use super::{may_leave, refused};
use crate::{ActError, Acts, Request};

/// What the digest of a file is keyed with.
const DIGEST: &str = "recipient_file";
/// Awards read at once.
const PAGE: usize = 1_000;

/// A file that may leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// 文字コード.
    pub encoding: FileEncoding,
    /// CSV or fixed widths.
    pub form: FileForm,
    /// For which organisation.
    pub body: ReviewBody,
    /// 提出年月.
    pub month: Date,
    /// Its number in the month.
    pub serial: u32,
}

impl Acts {
    /// ファイルを取り出す: the same bytes that were frozen; who took them, with whom in them and why is written down first. A command that was done before
    /// hands out nothing.
    ///
    /// # Errors
    /// [`RecipientFileRefusal::NotReleased`], [`RecipientFileRefusal::NotTheSame`] and [`casework::Refusal::TakenOutAlready`].
    pub async fn take_recipient_file(
        &self,
        request: &Request,
        id: RecipientFileId,
        table: &str,
        why: FreeText,
    ) -> Result<WrittenFile, ActError> {
        let case = self.recipient_file(id).await?;
        if !may_leave(case.file.stage()) {
            return Err(refused(RecipientFileRefusal::NotReleased));
        }
        let bytes = self.bytes_of(&case.prepared).await?;
        if self.digest_of(&bytes) != case.prepared.digest {
            return Err(refused(RecipientFileRefusal::NotTheSame));
        }
        let Prepared { items, layout, body, month, serial, .. } = case.prepared;
        let mut subjects: Vec<Uuid> = items.iter().map(|item| item.recipient.0).collect();
        subjects.sort_unstable();
        subjects.dedup();
        self.table_exported(request, table, items.len(), subjects, why).await?;
        Ok(WrittenFile { bytes, encoding: layout.encoding, form: layout.form, body, month, serial })
    }

    /// Nobody without the key of the installation can try names and birth dates against it.
    pub(super) fn digest_of(&self, bytes: &[u8]) -> String {
        hex::encode(self.parts().pepper.claim(DIGEST, bytes).key)
    }

    pub(super) async fn bytes_of(&self, prepared: &Prepared) -> Result<Vec<u8>, ActError> {
        let layout = Layout::read(&prepared.layout).map_err(|error| refused(error.into()))?;
        let people = if layout.names_persons() { self.people_of(prepared).await? } else { HashMap::new() };
        let lines: Vec<Line<'_>> = prepared
            .items
            .iter()
            .map(|item| {
                let (kana, birth_date) = people.get(&item.award).cloned().unwrap_or_default();
                Line { item, kana, birth_date }
            })
            .collect();
        let text = layout.write(prepared.month, &lines).map_err(|error| refused(error.into()))?;
        encoded(text, prepared.layout.encoding).map_err(|named| refused(RecipientFileRefusal::Unwritable(named)))
    }

    /// フリガナ and 生年月日 as they were known when the file was frozen.
    async fn people_of(&self, prepared: &Prepared) -> Result<HashMap<AwardId, (String, Option<Date>)>, ActError> {
        let as_of = AsOf { known: Some(prepared.known_up_to), valid_on: None };
        let mut people = HashMap::with_capacity(prepared.items.len());
        for items in prepared.items.chunks(PAGE) {
            let awards: Vec<AwardId> = items.iter().map(|item| item.award).collect();
            let read = |error: projections::ReadError| ActError::internal(&error);
            let mut rows = ledger::of_awards(self.pool(), &awards, as_of).await.map_err(read)?;
            projections::open(self.pool(), &self.parts().ring, &mut rows).await.map_err(read)?;
            people.extend(rows.into_iter().map(|row| {
                let kana = row.name.open().map(|name| name.kana().to_string()).unwrap_or_default();
                (row.award, (kana, row.birth_date.open().copied()))
            }));
        }
        Ok(people)
    }
}

/// The bytes of a text, or the characters that the encoding does not have.
pub(crate) fn encoded(text: String, encoding: FileEncoding) -> Result<Vec<u8>, String> {
    if encoding == FileEncoding::Utf8 {
        return Ok(text.into_bytes());
    }
    let (bytes, _, lossy) = SHIFT_JIS.encode(&text);
    if !lossy {
        return Ok(bytes.into_owned());
    }
    let mut unwritable: Vec<char> = text.chars().filter(|c| SHIFT_JIS.encode(c.encode_utf8(&mut [0; 4])).2).collect();
    unwritable.sort_unstable();
    unwritable.dedup();
    let named: Vec<String> = unwritable.into_iter().map(|c| format!("{c}（U+{:04X}）", u32::from(c))).collect();
    Err(named.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_encoding_does_not_have_is_named_and_never_replaced() {
        assert_eq!(encoded("ミホン".to_owned(), FileEncoding::Cp932).unwrap().len(), 6);
        assert_eq!(encoded("𠮷".to_owned(), FileEncoding::Utf8).unwrap().len(), 4);
        let refused = encoded("ミホン𠮷".to_owned(), FileEncoding::Cp932).unwrap_err();
        assert!(refused.contains("𠮷（U+20BB7）") && !refused.contains('ミ'), "{refused}");
    }
}
