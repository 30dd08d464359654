//! The index against read models, and its speed on a hundred thousand people.

use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::{Address, Kana, PersonName, Phone, ShortText};
use jiff::civil::date;
use sqlx::PgPool;
use uuid::Uuid;

use super::entries::Entry;
use super::*;
use crate::ledger::Ledger;
use crate::protections::Protections;
use crate::testing::{CaseNo, World, mixed};
use crate::worklist::Worklist;

fn person(n: u128, written: &str, kana: &str) -> Known {
    let subject = Subject::Recipient(RecipientId(Uuid::from_u128(n)));
    let name = PersonName::new(written, Kana::parse(kana).unwrap()).unwrap();
    Known { birth_date: Some(date(2020, 3, 15)), numbers: vec!["1234567".to_owned()], ..Known::new(subject, name) }
}

fn nothing() -> Lexicon {
    Lexicon::new(date(2026, 11, 24))
}

fn index(people: &[(&str, &str)]) -> SearchIndex {
    SearchIndex::of((1..).zip(people).map(|(n, (written, kana))| person(n, written, kana)))
}

fn found(index: &SearchIndex, text: &str) -> Vec<(u128, Rank)> {
    index.search(text, &nothing(), 50).hits.iter().map(|hit| (hit.subject.id().as_u128(), hit.rank)).collect()
}

#[test]
fn exact_before_prefix_before_contains() {
    let index = index(&[("小見本 花", "コミホン ハナ"), ("見本 花子", "ミホン ハナコ"), ("見本 花", "ミホン ハナ")]);
    assert_eq!(found(&index, "見本花"), [(3, Rank::Exact), (2, Rank::Prefix), (1, Rank::Contains)]);
    assert_eq!(found(&index, "みほん ﾊﾅ"), [(3, Rank::Exact), (2, Rank::Prefix), (1, Rank::Contains)]);
    assert_eq!(found(&index, "花子 見本"), [(2, Rank::Contains)]);
    assert_eq!(found(&index, "小"), [(1, Rank::Prefix)]);
    assert!(found(&index, "架空").is_empty() && found(&index, "").is_empty());
}

#[test]
fn variants_and_voicing_are_bridged() {
    let index = index(&[("架空 髙子", "ガクウ タカコ")]);
    assert_eq!(found(&index, "架空高子"), [(1, Rank::Exact)]);
    assert_eq!(found(&index, "カクウ"), [(1, Rank::Similar)]);
}

#[test]
fn several_things_at_once_must_all_fit() {
    let index = index(&[("見本 花子", "ミホン ハナコ"), ("例題 太郎", "レイダイ タロウ")]);
    assert_eq!(found(&index, "R2.3.15").len(), 2);
    assert_eq!(found(&index, "見本 R2.3.15"), [(1, Rank::Prefix)]);
    assert_eq!(found(&index, "123"), [(1, Rank::Prefix), (2, Rank::Prefix)]);
    assert!(found(&index, "見本 R2.3.16").is_empty());
    assert_eq!(index.search("R2.3.15", &nothing(), 1).read_as, ["生年月日 令和2年3月15日"]);
    let one = index.search("R2.3.15", &nothing(), 1);
    assert_eq!((one.hits.len(), one.total), (1, 2));
}

#[test]
fn people_are_replaced_and_dropped() {
    let index = index(&[("見本 花子", "ミホン ハナコ")]);
    index.entries.write().unwrap().put(Entry::new(person(1, "例題 花子", "レイダイ ハナコ")));
    assert!(found(&index, "見本").is_empty());
    assert_eq!(found(&index, "例題").len(), 1);
    index.forget(&[Uuid::from_u128(1)]);
    assert!(found(&index, "例題").is_empty() && found(&index, "1234567").is_empty());
    assert_eq!(index.people(), 0);
}

#[test]
fn a_hundred_thousand_people_are_found_quickly() {
    const FAMILY: [(&str, &str); 10] = [
        ("見本", "ミホン"),
        ("例題", "レイダイ"),
        ("仮名", "カメイ"),
        ("試験", "シケン"),
        ("架空", "カクウ"),
        ("模擬", "モギ"),
        ("練習", "レンシュウ"),
        ("想定", "ソウテイ"),
        ("標本", "ヒョウホン"),
        ("雛形", "ヒナガタ"),
    ];
    const FIRST: [(&str, &str); 10] = [
        ("花", "ハナ"),
        ("太", "タ"),
        ("桜", "サクラ"),
        ("光", "ヒカリ"),
        ("空", "ソラ"),
        ("海", "ウミ"),
        ("風", "カゼ"),
        ("月", "ツキ"),
        ("星", "ホシ"),
        ("森", "モリ"),
    ];
    let index = SearchIndex::of((0..100_000_usize).map(|n| {
        let (family, family_kana) = FAMILY[n % 10];
        let (first, first_kana) = FIRST[n / 10 % 10];
        let (second, second_kana) = FIRST[n / 100 % 10];
        person(n as u128, &format!("{family} {first}{second}"), &format!("{family_kana} {first_kana}{second_kana}"))
    }));
    assert_eq!(index.people(), 100_000);
    let clock = std::time::Instant::now();
    let texts = ["見本 花桜", "みほん", "R2.3.15 雛形森森", "サクラ", "ソラウミ", "星月"];
    for text in texts {
        assert!(index.search(text, &nothing(), 50).total > 0, "{text}");
    }
    let each = clock.elapsed() / u32::try_from(texts.len()).unwrap();
    // Unoptimised and on a busy machine; a release build is far below ten milliseconds.
    assert!(each.as_millis() < 400, "{each:?}");
}

fn living(n: u128, written: &str, kana: &str, address: &str, phone: &str) -> Known {
    let address = Address { postal_code: None, text: ShortText::parse(address).unwrap() };
    Known { homes: vec![address], phone: Phone::parse(phone).ok(), ..person(n, written, kana) }
}

fn reached(index: &SearchIndex, text: &str, address: &str, phone: &str) -> (Vec<u128>, usize) {
    let reach = Reach::default().address(address).unwrap().phone(phone).unwrap();
    let found = index.search_reached(text, &reach, &nothing(), 50);
    (found.hits.iter().map(|hit| hit.subject.id().as_u128()).collect(), found.total)
}

#[test]
fn address_and_telephone_are_combined_with_what_else_is_asked() {
    let index = SearchIndex::of([
        living(1, "見本 花子", "ミホン ハナコ", "佐賀市城内一丁目2番3号", "0952-00-0001"),
        living(2, "見本 太郎", "ミホン タロウ", "佐賀市城内1-2-30", "0952-00-0002"),
        living(3, "例題 桜", "レイダイ サクラ", "唐津市見本町5", "0955-00-0001"),
    ]);
    assert_eq!(reached(&index, "", "城内1丁目2-3", ""), (vec![2, 1], 2));
    assert_eq!(reached(&index, "太郎", "城内1丁目2-3", ""), (vec![2], 1));
    assert_eq!(reached(&index, "", "城内", "0001"), (vec![1], 1));
    assert_eq!(reached(&index, "", "", "0955"), (vec![3], 1));
    assert_eq!(reached(&index, "例題", "城内", ""), (vec![], 0));
    assert_eq!(reached(&index, "", "", ""), (vec![], 0));
    let reach = Reach::default().address("城内1丁目").unwrap().phone("0001").unwrap();
    assert_eq!(index.search_reached("", &reach, &nothing(), 1).read_as, ["住所 城内1", "電話 0001"]);
}

#[test]
fn a_protected_family_is_never_found_by_where_it_lives_and_is_called() {
    let index = SearchIndex::of([
        living(1, "見本 花子", "ミホン ハナコ", "佐賀市城内1-2-3", "0952-00-0001"),
        living(2, "見本 太郎", "ミホン タロウ", "佐賀市城内1-2-4", "0952-00-0002"),
    ]);
    // A later application of the child, told under another id.
    let later = Subject::Application(ApplicationId(Uuid::from_u128(9)));
    let known = living(9, "見本 花子", "ミホン ハナコ", "佐賀市城内1-2-3", "0952-00-0001");
    let about = About { recipient: Some(RecipientId(Uuid::from_u128(1))), ..About::default() };
    index.entries.write().unwrap().put(Entry::new(Known { subject: later, about, ..known }));
    assert_eq!(reached(&index, "", "城内1-2-3", "").1, 2);

    index.protect([Uuid::from_u128(1)].into());
    assert_eq!(reached(&index, "", "城内", ""), (vec![2], 1), "and is not counted");
    assert_eq!(reached(&index, "見本 花子", "城内", ""), (vec![], 0));
    assert_eq!(reached(&index, "見本 花子", "唐津", ""), (vec![], 0), "right and wrong addresses answer alike");
    assert_eq!(reached(&index, "", "", "0952-00-0001"), (vec![], 0));
    assert!(found(&index, "0952-00-0001").is_empty() && found(&index, "0001").is_empty(), "nor by the one box");
    assert_eq!(found(&index, "花子").len(), 2, "the name is no secret");
    assert_eq!(found(&index, "1234567").len(), 3, "nor is the number");
    index.protect(std::collections::HashSet::new());
    assert_eq!(reached(&index, "", "城内1-2-3", "").1, 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn addresses_are_read_and_protections_followed(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (child, other) = (CaseNo(0), CaseNo(1));
    world.tell([child.received(), other.received(), child.protected()]).await;
    world.tell(child.approved()).await;
    world.tell(other.approved()).await;
    for projection in [&Ledger as &dyn store::Projection, &Worklist, &Protections] {
        world.feed(projection, &[1000]).await;
    }
    let index = SearchIndex::new();
    index.refresh(&world.pool, &world.ring).await.unwrap();
    let living = |index: &SearchIndex, text: &str| {
        let reach = Reach::default().address("佐賀市見本町1丁目1番").unwrap();
        let found = index.search_reached(text, &reach, &nothing(), 100);
        (found.hits.iter().map(|hit| hit.subject).collect::<Vec<_>>(), found.total)
    };
    assert_eq!(living(&index, ""), (vec![Subject::Recipient(other.recipient())], 1));
    assert_eq!(living(&index, &child.number().to_string()).1, 0);
    assert_eq!(found(&index, &child.number().to_string()).len(), 1);

    world.tell([child.protected_no_longer()]).await;
    world.clear(&Protections).await;
    world.feed(&Protections, &[1000]).await;
    index.refresh(&world.pool, &world.ring).await.unwrap();
    assert_eq!(living(&index, "").1, 2, "when the protection ends they are found again");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_index_follows_the_read_models_and_forgets_the_erased(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(20)).await;
    world.feed(&Ledger, &[1000]).await;
    world.feed(&Worklist, &[1000]).await;
    let index = SearchIndex::new();
    assert!(!index.is_ready());
    index.refresh(&world.pool, &world.ring).await.unwrap();
    assert!(index.is_ready());

    let case = CaseNo(0);
    let recipient = Subject::Recipient(case.recipient());
    let hits = |index: &SearchIndex, scope, text: &str| {
        index.search_in(scope, text, &nothing(), 100).hits.iter().map(|hit| hit.subject).collect::<Vec<_>>()
    };
    assert_eq!(hits(&index, Scope::Recipients, &case.number().to_string()), [recipient]);
    assert_eq!(hits(&index, Scope::Applications, &case.receipt().to_string()), [Subject::Application(case.application())]);
    assert!(hits(&index, Scope::Recipients, "ﾐﾎﾝ").contains(&recipient));
    let known = index.people();

    let new = CaseNo(500);
    world.tell([new.received()]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    assert_eq!(index.refresh(&world.pool, &world.ring).await.unwrap(), 1);
    assert_eq!(index.people(), known + 1);

    sqlx::query("SELECT es.destroy_keys($1)").bind(case.recipient().0).execute(&world.pool).await.unwrap();
    index.drop_erased(&world.pool).await.unwrap();
    assert_eq!(index.people(), known - 1);
    assert!(hits(&index, Scope::Everybody, &case.number().to_string()).is_empty());
}
