//! 綴り: issued documents in one file to be printed, page for page as they were issued, nothing laid out again. Each document begins on the
//! front of a leaf, so that a printer may use both sides; where only some pages are asked for, each keeps its side, and two people never share
//! a leaf. And the same pages as a copy (写し), marked all over.

use hayro_write::hayro_syntax::Pdf as Source;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref};

use crate::PageChoice;

/// A4 in points.
const A4: Rect = Rect { x1: 0.0, y1: 0.0, x2: 595.276, y2: 841.89 };

/// Most room that is taken ahead, in bytes.
const MOST_ROOM: usize = 1 << 30;

/// The bytes are no PDF whose pages can be taken over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the document cannot be bound")]
pub struct BundleError;

/// A file under way.
pub struct Bundle {
    pdf: Pdf,
    next: Ref,
    catalog: Ref,
    root: Ref,
    /// A node of the page tree for each document.
    nodes: Vec<Ref>,
    pages: i32,
    /// Documents that are to come.
    awaited: usize,
    /// Pages that are asked for; none where all are.
    choice: Option<PageChoice>,
    /// Pages that there are, asked for or not.
    passed: u32,
    /// Documents that were seen.
    seen: usize,
    /// Of which of them something was taken, from 0.
    taken: Vec<usize>,
}

/// Room for so many documents, of which the first has so many bytes: twice as much as if all were like it, for certificates and cap
/// management sheets take turns. What nothing is written to costs no memory.
fn room(documents: usize, first: usize) -> usize {
    documents.saturating_mul(first).saturating_mul(2).min(MOST_ROOM)
}

impl Bundle {
    /// A file for so many documents. Its room is taken once: a buffer that grows is held twice whenever it moves to a larger place, and the
    /// file of a print run is the largest thing the program holds.
    pub fn of(documents: usize) -> Self {
        Self {
            pdf: Pdf::new(),
            next: Ref::new(3),
            catalog: Ref::new(1),
            root: Ref::new(2),
            nodes: Vec::with_capacity(documents),
            pages: 0,
            awaited: documents,
            choice: None,
            passed: 0,
            seen: 0,
            taken: Vec::new(),
        }
    }

    /// The same with these pages only, as they are counted in the whole file. The other side of their leaves stays empty.
    pub fn choosing(documents: usize, choice: PageChoice) -> Self {
        Self { choice: Some(choice), ..Self::of(documents) }
    }

    /// Adds a document, and a blank page where its last leaf has an empty back.
    ///
    /// # Errors
    /// [`BundleError`]; the bundle is then of no use.
    pub fn add(&mut self, document: Vec<u8>) -> Result<(), BundleError> {
        let source = Source::new(document).map_err(|_| BundleError)?;
        let sides = self.sides(source.pages().len())?;
        let queries: Vec<ExtractionQuery> = sides.iter().flatten().copied().map(ExtractionQuery::new_page).collect();
        if queries.is_empty() {
            return Ok(());
        }
        let next = &mut self.next;
        let extracted =
            extract(&source, Box::new(|| next.bump()), ChunkSettings::default(), |_| {}, &queries).map_err(|_| BundleError)?;
        if self.nodes.is_empty() && self.choice.is_none() {
            self.pdf.reserve(room(self.awaited, extracted.chunk.len()));
        }
        self.pdf.extend(&extracted.chunk);
        let node = extracted.page_tree_parent_ref;
        let mut pages = extracted.root_refs.iter();
        let mut kids = Vec::with_capacity(sides.len());
        for side in &sides {
            kids.push(match side {
                Some(_) => pages.next().copied().ok_or(BundleError)?.map_err(|_| BundleError)?,
                None => self.blank(node),
            });
        }
        let count = i32::try_from(kids.len()).map_err(|_| BundleError)?;
        self.pdf.pages(node).parent(self.root).kids(kids).count(count);
        self.nodes.push(node);
        self.pages += count;
        self.taken.push(self.seen - 1);
        Ok(())
    }

    /// The sides of the next document's leaves that are put in: pages of it, and blank ones where there is none or it is not asked for.
    /// Leaves of which nothing is asked for are left out.
    fn sides(&mut self, pages: usize) -> Result<Vec<Option<usize>>, BundleError> {
        let leaves = pages.div_ceil(2);
        let first = self.passed;
        self.seen += 1;
        self.passed += u32::try_from(leaves * 2).map_err(|_| BundleError)?;
        let asked = |at: usize| {
            let place = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(first + 1);
            self.choice.as_ref().is_none_or(|choice| choice.contains(place))
        };
        let leaf = |leaf: usize| [leaf * 2, leaf * 2 + 1].map(|at| (at < pages && asked(at)).then_some(at));
        Ok((0..leaves).map(leaf).filter(|leaf| leaf.iter().any(Option::is_some)).flatten().collect())
    }

    fn blank(&mut self, node: Ref) -> Ref {
        let blank = self.next.bump();
        let mut page = self.pdf.page(blank);
        page.media_box(A4).parent(node).resources();
        page.finish();
        blank
    }

    /// Pages so far, blank ones among them.
    pub const fn pages(&self) -> i32 {
        self.pages
    }

    /// Sheets of paper, where both sides are printed.
    pub fn sheets(&self) -> u32 {
        u32::try_from(self.pages / 2).unwrap_or_default()
    }

    /// Pages of the whole file, had nothing been chosen.
    pub const fn passed(&self) -> u32 {
        self.passed
    }

    /// Of which documents something was taken, from 0, in their order.
    pub fn taken(&self) -> &[usize] {
        &self.taken
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        self.pdf.catalog(self.catalog).pages(self.root);
        self.pdf.pages(self.root).kids(self.nodes.iter().copied()).count(self.pages);
        self.pdf.finish()
    }
}

/// A document with a mark over each of its pages; `mark` is a page of its own.
///
/// # Errors
/// [`BundleError`].
pub fn marked(document: Vec<u8>, mark: Vec<u8>) -> Result<Vec<u8>, BundleError> {
    let (source, mark) = (Source::new(document).map_err(|_| BundleError)?, Source::new(mark).map_err(|_| BundleError)?);
    let (mut pdf, mut next) = (Pdf::new(), Ref::new(1));
    let (catalog, root) = (next.bump(), next.bump());
    let over = objects(&mut pdf, &mut next, &mark)?.into_iter().next().ok_or(BundleError)?;
    let under = objects(&mut pdf, &mut next, &source)?;
    let mut kids = Vec::with_capacity(under.len());
    for (page, under) in source.pages().iter().zip(under) {
        let (width, height) = page.render_dimensions();
        let (id, stream) = (next.bump(), next.bump());
        let mut content = Content::new();
        content.x_object(Name(b"Under")).x_object(Name(b"Over"));
        pdf.stream(stream, &content.finish());
        let mut page = pdf.page(id);
        page.media_box(Rect::new(0.0, 0.0, width, height)).parent(root).contents(stream);
        page.resources().x_objects().pair(Name(b"Under"), under).pair(Name(b"Over"), over);
        page.finish();
        kids.push(id);
    }
    let count = i32::try_from(kids.len()).map_err(|_| BundleError)?;
    pdf.catalog(catalog).pages(root);
    pdf.pages(root).kids(kids).count(count);
    Ok(pdf.finish())
}

/// Each page of a document as an object that can be drawn.
fn objects(pdf: &mut Pdf, next: &mut Ref, source: &Source) -> Result<Vec<Ref>, BundleError> {
    let queries: Vec<ExtractionQuery> = (0..source.pages().len()).map(ExtractionQuery::new_xobject).collect();
    let in_colour = |group: &mut pdf_writer::writers::Group<'_>| {
        group.color_space().device_rgb();
    };
    let extracted =
        extract(source, Box::new(|| next.bump()), ChunkSettings::default(), in_colour, &queries).map_err(|_| BundleError)?;
    pdf.extend(&extracted.chunk);
    extracted.root_refs.into_iter().map(|one| one.map_err(|_| BundleError)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fonts, Imprint, Printer, cap_sheet, certificate, copy_mark, pictures};

    fn printed() -> [Vec<u8>; 3] {
        let printer = Printer::new(Fonts::shared().unwrap());
        let imprint = Imprint { ident: "one".to_owned(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
        let cap_sheet = crate::CapSheet { months: vec![None], ..cap_sheet::sample() };
        let card = printer.print(&certificate::sample(), &imprint).unwrap().pdf;
        [card, printer.print(&cap_sheet, &imprint).unwrap().pdf, printer.print(&copy_mark::CopyMark {}, &imprint).unwrap().pdf]
    }

    #[test]
    fn pages_are_those_that_were_issued_and_each_document_begins_a_leaf() {
        let [card, list, _] = printed();
        let mut bundle = Bundle::of(3);
        for document in [&card, &list, &card] {
            bundle.add(document.clone()).unwrap();
        }
        assert_eq!(bundle.pages(), 6);
        let whole = pictures(bundle.finish(), 10).unwrap();
        let (card, list) = (pictures(card, 10).unwrap(), pictures(list, 10).unwrap());
        assert_eq!(whole.len(), 6, "two, one and its empty back, two");
        assert!(whole[0] == card[0] && whole[1] == card[1] && whole[2] == list[0] && whole[4] == card[0]);
        assert!(whole[3] != list[0] && whole[3].len() < 10_000, "the back is empty");
    }

    #[test]
    fn chosen_pages_keep_their_side_and_people_never_share_a_leaf() {
        let [card, list, _] = printed();
        let mut bundle = Bundle::choosing(3, "1,3,6".parse().unwrap());
        for document in [&card, &list, &card] {
            bundle.add(document.clone()).unwrap();
        }
        assert_eq!((bundle.passed(), bundle.sheets(), bundle.taken()), (6, 3, &[0, 1, 2][..]));
        let chosen = pictures(bundle.finish(), 10).unwrap();
        let (card, list) = (pictures(card, 10).unwrap(), pictures(list, 10).unwrap());
        assert!(chosen[0] == card[0] && chosen[2] == list[0] && chosen[5] == card[1], "front, front, back");
        assert!(chosen[1] == chosen[3] && chosen[3] == chosen[4] && chosen[1] != card[1], "the other sides are empty");

        let [card, list, _] = printed();
        let mut bundle = Bundle::choosing(2, "4".parse().unwrap());
        bundle.add(card).unwrap();
        bundle.add(list).unwrap();
        assert_eq!((bundle.passed(), bundle.sheets(), bundle.taken().len()), (4, 0, 0), "the empty back alone is no sheet");
    }

    #[test]
    fn the_room_of_a_file_is_taken_once() {
        let [card, list, _] = printed();
        let mut bundle = Bundle::of(12);
        for document in [&card, &list].into_iter().cycle().take(12) {
            bundle.add(document.clone()).unwrap();
        }
        let before = bundle.pdf.as_bytes().as_ptr();
        let file = bundle.finish();
        assert!(file.as_ptr() == before, "it moved");
        let taken = file.capacity();
        assert!(file.len() < taken && taken < 4 * file.len(), "{} of {taken}", file.len());
        assert_eq!(room(usize::MAX, 2), MOST_ROOM);
    }

    #[test]
    fn a_copy_is_marked_on_every_page() {
        let [card, _, mark] = printed();
        let copy = pictures(marked(card.clone(), mark).unwrap(), 10).unwrap();
        let card = pictures(card, 10).unwrap();
        assert_eq!(copy.len(), 2);
        assert!(copy.iter().zip(&card).all(|(copy, card)| copy != card));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert_eq!(Bundle::of(1).add(b"nothing of the kind".to_vec()), Err(BundleError));
        assert_eq!(marked(b"nothing".to_vec(), Vec::new()), Err(BundleError));
    }
}
