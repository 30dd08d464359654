//! Whether every paper that was attached (添付書類) is still kept as it was told.

use acts::{ActError, Acts, PaperState};
use events::Log;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::report::{Code, Fault};

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Papers {
    /// Whether keys were there; without them nothing can be opened.
    pub examined: bool,
    /// Papers that are kept as they were told.
    pub whole: usize,
    /// Papers whose person was erased.
    pub erased: usize,
    /// Papers that are kept nowhere.
    pub missing: usize,
    /// Papers with other bytes, under another key, or without theirs although nobody was erased.
    pub altered: usize,
    /// Papers kept for a day that no event tells of.
    pub stray: i64,
}

impl Papers {
    /// For reading.
    pub(crate) fn in_words(self) -> Vec<String> {
        if !self.examined {
            return vec!["注意  添付書類: 鍵の場所がわからないので、開いて確かめていません(DAICHO_KEYS)。".to_owned()];
        }
        let sign = if self.missing + self.altered == 0 { "良好" } else { "不良" };
        let mut lines = vec![format!(
            "{sign}  添付書類: {} 点が添付したときのままです(消去済み {} 点、ない {} 点、違う {} 点)。",
            self.whole, self.erased, self.missing, self.altered
        )];
        if self.stray > 0 {
            lines.push(format!(
                "注意  添付書類: 添付の途中で止まり、どの記録からも指されていない書類が {} 点あります。だれにも見えません。",
                self.stray
            ));
        }
        lines
    }
}

/// Opens every paper; none where it was stopped.
pub(crate) async fn examine(acts: &Acts, faults: &mut Vec<Fault>, stop: &CancellationToken) -> Result<Option<Papers>, ActError> {
    let mut papers = Papers { examined: true, ..Papers::default() };
    let without_a_key = acts.papers_without_a_key().await?;
    for told in acts.told_papers().await? {
        if stop.is_cancelled() {
            return Ok(None);
        }
        let why = match acts.paper_state(&told).await? {
            PaperState::Whole => {
                papers.whole += 1;
                continue;
            }
            PaperState::Erased if without_a_key.contains(&told.position) => {
                papers.altered += 1;
                "添付した書類の鍵がありませんが、消去の記録がありません。控えから鍵を戻してください"
            }
            PaperState::Erased => {
                papers.erased += 1;
                continue;
            }
            PaperState::Missing => {
                papers.missing += 1;
                "添付した書類がありません。控えから戻してください"
            }
            PaperState::Altered => {
                papers.altered += 1;
                "添付した書類が、添付したときのものと違います。控えから戻してください"
            }
        };
        let fault = Fault::of(Code::Paper, Log::Casework, told.position, why);
        faults.push(Fault { detail: format!("書類 {}", told.artifact), ..fault });
    }
    papers.stray = acts.stray_papers().await?;
    Ok(Some(papers))
}
