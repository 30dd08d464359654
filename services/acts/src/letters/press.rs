//! Onto paper: each kind of letter is a document of its own.

use casework::Refusal;
use documents::letter::{
    ApprovalNotice, ChangeNotice, ChangeRefusal, ComingOfAge, CorrectionReminder, CorrectionRequest, DesignationNotice,
    DesignationRenewal, Inquiry, PapersReturned, ReceiptNotice, RedressNotice, RefusalNotice, ReimbursementNotice,
    ReimbursementRefusal, RenewalGuide, RenewalReminder, RevocationNotice, TransferNotice, TwentiethBirthday, Unexplained,
};
use documents::{Document, Imprint, Printed};
use events::letter::LetterKind;

use super::content::Composed;
use crate::{ActError, Acts};

fn unexplained(_: Unexplained) -> ActError {
    Refusal::LetterUnexplained.into()
}

impl Acts {
    /// The bytes of a letter and the name of its document.
    pub(crate) async fn press(&self, composed: Composed, imprint: Imprint) -> Result<(&'static str, Printed), ActError> {
        let Composed { kind, letter, reasons, instruction, .. } = composed;
        macro_rules! granting {
            ($paper:ident) => {
                self.pressed($paper::new(letter, instruction).map_err(unexplained)?, imprint).await
            };
        }
        macro_rules! against {
            ($paper:ident) => {
                self.pressed($paper::new(letter, reasons, instruction).map_err(unexplained)?, imprint).await
            };
        }
        match kind {
            LetterKind::ApprovalNotice => granting!(ApprovalNotice),
            LetterKind::ChangeNotice => granting!(ChangeNotice),
            LetterKind::ReimbursementNotice => granting!(ReimbursementNotice),
            LetterKind::RefusalNotice => against!(RefusalNotice),
            LetterKind::ChangeRefusal => against!(ChangeRefusal),
            LetterKind::RevocationNotice => against!(RevocationNotice),
            LetterKind::RedressNotice => against!(RedressNotice),
            LetterKind::ReimbursementRefusal => against!(ReimbursementRefusal),
            LetterKind::ReceiptNotice => self.pressed(ReceiptNotice(letter), imprint).await,
            LetterKind::PapersReturned => self.pressed(PapersReturned(letter), imprint).await,
            LetterKind::CorrectionRequest => self.pressed(CorrectionRequest(letter), imprint).await,
            LetterKind::CorrectionReminder => self.pressed(CorrectionReminder(letter), imprint).await,
            LetterKind::Inquiry => self.pressed(Inquiry(letter), imprint).await,
            LetterKind::TransferNotice => self.pressed(TransferNotice(letter), imprint).await,
            LetterKind::RenewalGuide => self.pressed(RenewalGuide(letter), imprint).await,
            LetterKind::RenewalReminder => self.pressed(RenewalReminder(letter), imprint).await,
            LetterKind::DesignationNotice => self.pressed(DesignationNotice(letter), imprint).await,
            LetterKind::DesignationRenewal => self.pressed(DesignationRenewal(letter), imprint).await,
            LetterKind::ComingOfAge => self.pressed(ComingOfAge(letter), imprint).await,
            LetterKind::TwentiethBirthday => self.pressed(TwentiethBirthday(letter), imprint).await,
        }
    }

    async fn pressed<D: Document + Send + 'static>(
        &self,
        document: D,
        imprint: Imprint,
    ) -> Result<(&'static str, Printed), ActError> {
        Ok((D::NAME, self.print(document, imprint).await?))
    }
}
