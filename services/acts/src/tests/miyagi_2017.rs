//! 宮城県 2017年11月: certificates were omitted and caps misprinted. Drop a page, swap two, print an old cap, decide one too late: the panel of the
//! run shows it before anything is posted.

use std::sync::atomic::{AtomicU32, Ordering};

use casework::Refusal;
use casework::print_run::{PrintRunCommand, PrintRunRefusal, Step};
use casework::rules::impact::Go;
use events::award::{CorrectionGround, Right};
use events::ids::{AwardId, PrintRunId};
use events::print_run::PrintQuery;
use events::vocabulary::{PostingWay, PrintKind, PrintOrder, ProtectionGround, Sheet, SheetCode, Tier};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use sqlx::PgPool;
use store::Role;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Envelope, PrintRunFile, ProtectionInput, RedressInput, RedressWish, Rendering};

/// An office whose read models follow, with awards of today.
struct Office {
    stage: Stage,
    following: JoinHandle<()>,
    stop: CancellationToken,
}

impl Office {
    async fn open(test: &PgPool) -> Self {
        let stage = Stage::set(test).await;
        let pool = store::connect_with((*test.connect_options()).clone(), Role::Projector, 20).await.unwrap();
        let stop = CancellationToken::new();
        let following = store::run_projections(pool, projections::all(), uuid::Uuid::from_u128(78), stop.clone());
        let following = tokio::spawn(async move {
            following.await;
        });
        Self { stage, following, stop }
    }

    async fn award(&self) -> AwardId {
        let case = self.stage.examined_child(CHILDREN.fetch_add(1, Ordering::Relaxed)).await;
        self.stage.acts.approve(&request(&self.stage.approver), case, None).await.unwrap().award
    }

    async fn freeze(&self, kind: PrintKind) -> Result<PrintRunId, ActError> {
        let query = PrintQuery { kind, office: None, decided_from: TODAY, decided_until: TODAY, order: PrintOrder::Postal };
        self.stage.acts.freeze_print_run(&request(&self.stage.checker), query).await.map(|(run, _)| run)
    }

    /// Frozen, rendered and released.
    async fn released(&self) -> PrintRunId {
        let run = self.freeze(PrintKind::All).await.unwrap();
        assert_eq!(Box::pin(self.stage.acts.render_print_run(run, TODAY, || Go::On)).await.unwrap(), Rendering::Over);
        let digest = self.file(run).await.run.digest().unwrap();
        let release = PrintRunCommand::Release { digest };
        let own = self.stage.acts.on_print_run(&request(&self.stage.checker), run, release.clone()).await;
        assert_eq!(refusal(own), PrintRunRefusal::OwnRun);
        self.stage.acts.on_print_run(&request(&self.stage.approver), run, release).await.unwrap();
        run
    }

    async fn file(&self, run: PrintRunId) -> PrintRunFile {
        self.stage.acts.print_run(run).await.unwrap()
    }

    async fn printed(&self, run: PrintRunId) {
        let until = u32::try_from(self.file(run).await.run.items().len()).unwrap();
        let command = PrintRunCommand::ConfirmPrinted { from: 1, until };
        self.stage.acts.on_print_run(&request(&self.stage.checker), run, command).await.unwrap();
    }

    /// What a scanner reads on the sheets of the file to print, in order.
    async fn scanned(&self, run: PrintRunId) -> Vec<SheetCode> {
        let file = self.file(run).await;
        let pdf = Pdf::new(Box::pin(self.stage.acts.print_run_paper(&file, 1..=u32::MAX)).await.unwrap()).unwrap();
        let settings = RenderSettings { x_scale: 4.0, y_scale: 4.0, bg_color: WHITE, ..RenderSettings::default() };
        let (cache, interpreting) = (RenderCache::new(), InterpreterSettings::default());
        let mut codes = Vec::new();
        for page in pdf.pages().iter() {
            let picture = render(page, &cache, &interpreting, &settings);
            let (width, height) = (usize::from(picture.width()), usize::from(picture.height()));
            let dots: Vec<u8> = picture.data().iter().map(|dot| dot.g).collect();
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| dots[y * width + x]);
            codes.extend(image.detect_grids().iter().map(|grid| SheetCode::parse(&grid.decode().unwrap().1).unwrap()));
        }
        codes
    }

    async fn scan(&self, run: PrintRunId, codes: &[SheetCode]) -> Envelope {
        self.stage.acts.match_sheets(&request(&self.stage.checker), run, codes).await.unwrap().0
    }

    async fn post(&self, run: PrintRunId) -> Result<crate::Done, ActError> {
        let way = PostingWay::SpecifiedRecord;
        self.stage.acts.post_print_run(&request(&self.stage.checker), run, None, (TODAY, way)).await
    }

    async fn close(&self, run: PrintRunId) -> Result<crate::Done, ActError> {
        self.stage.acts.close_print_run(&request(&self.stage.checker), run).await
    }

    /// 決定, 発行予定, 作成, 印刷, 封入, 発送.
    async fn panel(&self, run: PrintRunId) -> [usize; 6] {
        let file = self.file(run).await;
        let (items, missing) = (file.run.items().len(), self.stage.acts.missing_from_run(&file).await.unwrap().len());
        let [rendered, printed, matched, posted] = Step::ALL.map(|step| file.run.reached(step));
        [items + missing, items, rendered, printed, matched, posted]
    }

    async fn over(self) {
        self.stop.cancel();
        self.following.await.unwrap();
    }
}

static CHILDREN: AtomicU32 = AtomicU32::new(1);

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> PrintRunRefusal {
    match result.unwrap_err() {
        ActError::Refused(Refusal::PrintRun(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_decided_is_printed_matched_posted_and_closed(test: PgPool) {
    let office = Office::open(&test).await;
    assert_eq!(refusal(office.freeze(PrintKind::All).await), PrintRunRefusal::Size(casework::print_run::MOST_ITEMS));
    office.award().await;
    office.award().await;
    let run = office.released().await;
    office.printed(run).await;
    let codes = office.scanned(run).await;
    assert_eq!(codes.len(), 4, "each sheet has its code");
    assert_eq!(
        codes.iter().map(|code| code.sheet()).collect::<Vec<_>>(),
        [Sheet::Certificate, Sheet::CapSheet, Sheet::Certificate, Sheet::CapSheet]
    );
    for (item, sheets) in (1..).zip(codes.chunks(2)) {
        assert_eq!(office.scan(run, sheets).await, Envelope::Matched(item));
    }
    assert_eq!(office.panel(run).await, [2, 2, 2, 2, 2, 0]);
    office.post(run).await.unwrap();
    office.close(run).await.unwrap();
    assert_eq!(office.panel(run).await, [2; 6]);
    assert_eq!(
        refusal(office.freeze(PrintKind::All).await),
        PrintRunRefusal::Size(casework::print_run::MOST_ITEMS),
        "none twice"
    );
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn some_pages_are_taken_out_with_the_other_sides_empty(test: PgPool) {
    let office = Office::open(&test).await;
    office.award().await;
    office.award().await;
    let run = office.released().await;
    let file = office.file(run).await;
    let pages = async |text: &str| {
        let choice = text.parse().unwrap();
        Box::pin(office.stage.acts.print_run_pages(&file, choice)).await.unwrap()
    };
    let whole = Box::pin(office.stage.acts.print_run_paper(&file, 1..=u32::MAX)).await.unwrap();
    let last = u32::try_from(Pdf::new(whole).unwrap().pages().len()).unwrap();
    // A page of the first family and one of the second: two leaves, never two sides of one.
    let chosen = pages(&format!("1,{}", last / 2 + 1)).await;
    assert_eq!((chosen.last, chosen.sheets, chosen.ordinals.as_slice()), (last, 2, &[1, 2][..]));
    assert_eq!(Pdf::new(chosen.pdf).unwrap().pages().len(), 4);
    let nothing = pages("9999").await;
    assert_eq!((nothing.last, nothing.sheets, nothing.ordinals.len()), (last, 0, 0));

    let chosen = pages("2").await;
    let taking = request(&office.stage.checker);
    let told = crate::told_pages(&"2".parse().unwrap(), chosen.sheets, Some(&text("紙詰まり"))).unwrap();
    let subjects = vec![file.run.items()[0].recipient.0];
    let take = || office.stage.acts.pages_taken(&taking, "print_run_pages", &chosen, subjects.clone(), told.clone());
    take().await.unwrap();
    let twice = take().await;
    assert!(matches!(twice, Err(ActError::Refused(Refusal::TakenOutAlready))), "not twice by one command: {twice:?}");
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn miyagi_2017_a_dropped_page_is_missed_before_the_post(test: PgPool) {
    let office = Office::open(&test).await;
    office.award().await;
    office.award().await;
    let run = office.released().await;
    office.printed(run).await;
    let codes = office.scanned(run).await;
    assert!(matches!(office.scan(run, &codes[..1]).await, Envelope::Wrong(_)), "the cap sheet was dropped");
    assert_eq!(office.scan(run, &codes[2..]).await, Envelope::Matched(2));
    assert_eq!(office.panel(run).await, [2, 2, 2, 2, 1, 0]);
    assert_eq!(office.file(run).await.run.lacking(Step::Matched), [1]);
    office.post(run).await.unwrap();
    assert_eq!(office.panel(run).await, [2, 2, 2, 2, 1, 1]);
    assert_eq!(refusal(office.close(run).await), PrintRunRefusal::Differs(1));
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn miyagi_2017_two_swapped_sheets_close_no_envelope(test: PgPool) {
    let office = Office::open(&test).await;
    office.award().await;
    office.award().await;
    let run = office.released().await;
    office.printed(run).await;
    let codes = office.scanned(run).await;
    for swapped in [[codes[0], codes[3]], [codes[2], codes[1]]] {
        let Envelope::Wrong(found) = office.scan(run, &swapped).await else { panic!("an envelope of two families was closed") };
        assert_eq!(found.len(), 2);
    }
    assert_eq!(office.panel(run).await, [2, 2, 2, 2, 0, 0]);
    assert_eq!(office.file(run).await.run.mismatches(), 2);
    assert_eq!(refusal(office.post(run).await), PrintRunRefusal::NothingToPost);
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn miyagi_2017_an_old_cap_on_paper_is_found_at_the_envelope(test: PgPool) {
    let office = Office::open(&test).await;
    let award = office.award().await;
    let run = office.released().await;
    office.printed(run).await;
    let old = office.scanned(run).await;
    assert_eq!(office.scan(run, &old).await, Envelope::Matched(1));

    // The tier was wrong: the award is corrected while the envelope lies on the table.
    let standing = office.stage.acts.starting(award).await.unwrap().standing;
    let Right { severity, haemophilia, .. } = standing.right;
    let (validity, ground, tier) = (standing.validity, CorrectionGround::Income, Some(Tier::III));
    let wish = RedressWish::Correct { ground, from: validity.start(), validity, tier, severity, haemophilia };
    let input = RedressInput { wish, months: Vec::new(), why: text("課税証明書の読み違い（見本）。") };
    office.stage.acts.propose_redress(&request(&office.stage.checker), award, input).await.unwrap();
    office.stage.acts.decide_redress(&request(&office.stage.approver), award).await.unwrap();

    assert_eq!(office.stage.acts.void_items(&office.file(run).await.run).await.unwrap(), [1], "the panel says so");
    assert_eq!(refusal(office.post(run).await), PrintRunRefusal::NothingToPost);
    let by_hand = Some(vec![1]);
    let asking = request(&office.stage.checker);
    let posted = office.stage.acts.post_print_run(&asking, run, by_hand, (TODAY, PostingWay::Ordinary)).await;
    assert_eq!(refusal(posted), PrintRunRefusal::Void(1));
    assert_eq!(refusal(office.close(run).await), PrintRunRefusal::Differs(1));
    let explaining = request(&office.stage.checker);
    office
        .stage
        .acts
        .explain_difference(&explaining, run, award, text("上限額を訂正した。新しい証を次の発行で送る。"), TODAY)
        .await
        .unwrap();
    office.close(run).await.unwrap();

    // The next run prints the new one; the old sheets belong to no envelope.
    let next = office.released().await;
    office.printed(next).await;
    let Envelope::Wrong(found) = office.scan(next, &old).await else { panic!("an old cap was put into an envelope") };
    assert!(found.iter().all(|sheet| sheet.item.is_none()));
    let new = office.scanned(next).await;
    assert_ne!(new, old);
    assert_eq!(office.scan(next, &new).await, Envelope::Matched(1));
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn miyagi_2017_what_was_decided_after_the_freeze_is_no_secret(test: PgPool) {
    let office = Office::open(&test).await;
    office.award().await;
    let run = office.released().await;
    let late = office.award().await;
    assert_eq!(office.panel(run).await, [2, 1, 1, 0, 0, 0]);
    let missing = office.stage.acts.missing_from_run(&office.file(run).await).await.unwrap();
    assert_eq!(missing.iter().map(|row| row.award).collect::<Vec<_>>(), [late]);
    assert_eq!(refusal(office.close(run).await), PrintRunRefusal::Differs(2));
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_protected_family_is_left_out_with_the_reason_and_has_a_run_of_its_own(test: PgPool) {
    let office = Office::open(&test).await;
    let (hidden, _) = (office.award().await, office.award().await);
    let application = office.stage.acts.starting(hidden).await.unwrap().standing.application;
    let input =
        ProtectionInput { ground: ProtectionGround::ALL[0], until: None, reason: text("申出があった（見本）。") };
    office.stage.acts.record_protection(&request(&office.stage.counter), application, input).await.unwrap();
    let run = office.released().await;
    let file = office.file(run).await;
    assert_eq!((file.run.items().len(), file.run.left_out()[0].award), (1, hidden));
    assert_eq!(office.panel(run).await[..2], [2, 1]);
    let own = office.freeze(PrintKind::Protected).await.unwrap();
    assert_eq!(office.file(own).await.run.items()[0].award, hidden);
    assert_eq!(office.panel(run).await[..2], [1, 1], "it is in another run now");
    office.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_killed_in_the_middle_goes_on_without_a_double_or_a_gap(test: PgPool) {
    let office = Office::open(&test).await;
    for _ in 0..3 {
        office.award().await;
    }
    let run = office.freeze(PrintKind::All).await.unwrap();
    let acts = &office.stage.acts;
    assert_eq!(Box::pin(acts.render_print_run(run, TODAY, || Go::Stop)).await.unwrap(), Rendering::Left);
    acts.on_print_run(&request(&office.stage.checker), run, PrintRunCommand::Halt { at: None }).await.unwrap();
    assert_eq!(Box::pin(acts.render_print_run(run, TODAY, || Go::On)).await.unwrap(), Rendering::Over);
    assert_eq!(office.file(run).await.run.rendered(), 0, "halted");
    acts.on_print_run(&request(&office.stage.checker), run, PrintRunCommand::Resume).await.unwrap();
    // Two workers at once.
    let (one, other) = tokio::join!(
        Box::pin(acts.render_print_run(run, TODAY, || Go::On)),
        Box::pin(acts.render_print_run(run, TODAY, || Go::On))
    );
    assert_eq!((one.unwrap(), other.unwrap()), (Rendering::Over, Rendering::Over));
    let file = office.file(run).await;
    assert_eq!((file.run.rendered(), file.run.lacking(Step::Rendered).len()), (3, 0));
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'print_run.rendered'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(told, 1);

    // A document that is no longer what was issued stops the run where it stands.
    sqlx::query("ALTER TABLE es.artifacts DISABLE TRIGGER ALL").execute(&test).await.unwrap();
    sqlx::query("UPDATE es.artifacts SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) WHERE kind = 'cap_sheet'")
        .execute(&test)
        .await
        .unwrap();
    assert!(Box::pin(acts.print_run_paper(&file, 1..=3)).await.is_err());
    office.over().await;
}
