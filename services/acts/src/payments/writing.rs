//! The bytes of the files of a batch, made anew each time from what was frozen; where they are no longer the same, they are not handed out.

use casework::payment_batch::{PaymentBatchRefusal, PaymentLayout, Stage};
use events::ids::PaymentBatchId;
use events::payment_batch::{DrawnUp, FrozenFile, PaymentFile};
use events::recipient_file::{FileEncoding, FileForm};
use events::reimbursement::BankAccount;
use events::vocabulary::FreeText;
use uuid::Uuid;

use super::PaymentBatchCase;
use super::drawing::refused;
use crate::recipient_files::encoded;
use crate::{ActError, Acts, Request};

/// What the digest of a file is keyed with.
const DIGEST: &str = "payment_file";
/// What the fingerprint of an account is keyed with.
const ACCOUNT: &str = "payment_account";

/// A file that may leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenPayment {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// 文字コード.
    pub encoding: FileEncoding,
    /// CSV or fixed widths.
    pub form: FileForm,
    /// 一覧番号.
    pub number: String,
}

impl Acts {
    /// ファイルを取り出す: the same bytes that were frozen; who took them, with whom in them and why is written down first. A command that was done before
    /// hands out nothing.
    ///
    /// # Errors
    /// [`PaymentBatchRefusal::NotReleased`], [`PaymentBatchRefusal::NotTheSame`], [`PaymentBatchRefusal::Moved`] and
    /// [`casework::Refusal::TakenOutAlready`].
    pub async fn take_payment_file(
        &self,
        request: &Request,
        id: PaymentBatchId,
        file: PaymentFile,
        table: &str,
        why: FreeText,
    ) -> Result<WrittenPayment, ActError> {
        let case = self.payment_batch(id).await?;
        if !case.batch.may_leave() {
            return Err(refused(PaymentBatchRefusal::NotReleased));
        }
        let frozen = case.drawn.files.iter().find(|one| one.file == file).ok_or(ActError::NotFound)?;
        let layout = PaymentLayout::read(frozen).map_err(|error| refused(error.into()))?;
        let bytes = self.frozen_bytes(&case, frozen).await?;
        // What moved since it was released is not carried to the bank; what is there already can always be looked at again.
        if case.batch.stage() == Stage::Released {
            let now = self.standing_now(&self.claims_of(&case).await?)?;
            case.batch.as_frozen(&now).map_err(refused)?;
        }
        let mut subjects: Vec<Uuid> = case.drawn.lines.iter().map(|line| line.recipient.0).collect();
        subjects.sort_unstable();
        subjects.dedup();
        self.table_exported(request, table, case.drawn.lines.len(), subjects, why).await?;
        let number = format!("{}-{}", case.drawn.year, case.drawn.serial);
        Ok(WrittenPayment { bytes, encoding: layout.encoding(), form: layout.form(), number })
    }

    /// The bytes of a file as they were frozen.
    pub(super) async fn frozen_bytes(&self, case: &PaymentBatchCase, file: &FrozenFile) -> Result<Vec<u8>, ActError> {
        let mut accounts = Vec::with_capacity(case.drawn.lines.len());
        for line in &case.drawn.lines {
            let claim = self.reimbursement(line.reimbursement).await?;
            let account = claim.account_of(line.account).ok_or_else(|| refused(PaymentBatchRefusal::NotTheSame))?;
            accounts.push(account.clone());
        }
        let bytes = bytes_of(&case.drawn, file, &accounts)?;
        if self.payment_digest(&bytes) == file.digest { Ok(bytes) } else { Err(refused(PaymentBatchRefusal::NotTheSame)) }
    }

    /// Nobody without the key of the installation can try accounts against it.
    pub(super) fn payment_digest(&self, bytes: &[u8]) -> String {
        hex::encode(self.parts().pepper.claim(DIGEST, bytes).key)
    }

    /// The fingerprint of an account.
    pub(super) fn mark_of(&self, account: &BankAccount) -> Result<String, ActError> {
        let bytes = serde_json::to_vec(account).map_err(|error| ActError::internal(&error))?;
        Ok(hex::encode(self.parts().pepper.claim(ACCOUNT, &bytes).key))
    }
}

/// What a file says, with the account of each line.
pub(super) fn bytes_of(drawn: &DrawnUp, file: &FrozenFile, accounts: &[BankAccount]) -> Result<Vec<u8>, ActError> {
    let layout = PaymentLayout::read(file).map_err(|error| refused(error.into()))?;
    let text = layout.write(drawn, accounts).map_err(|error| refused(error.into()))?;
    encoded(text, layout.encoding()).map_err(|named| refused(PaymentBatchRefusal::Unwritable(named)))
}
