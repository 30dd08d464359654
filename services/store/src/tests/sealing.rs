//! Sealing, opening, erasing.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use events::ids::{ArtifactId, EventId, KeyId, MyNumberRef, SubjectId};
use events::{Personal, PersonalError, PersonalVisitor as _, SealedToken};
use sqlx::PgPool;
use uuid::Uuid;

use super::{new_id, noted, pool_of, writer};
use crate::{
    ArtifactError, Entropy, KeyError, KeyFiles, KeyRing, NewArtifact, Opener, Role, Sealer, SystemEntropy, Vault, keep_artifact,
    open_artifact,
};

struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("store-{}-{}", std::process::id(), new_id())))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn key_files() -> (Directory, KeyFiles) {
    let directory = Directory::new();
    let files = KeyFiles::create(&directory.0, &SystemEntropy).unwrap();
    (directory, files)
}

fn ids() -> (KeyId, SubjectId, EventId) {
    (KeyId(new_id()), SubjectId(new_id()), EventId(new_id()))
}

fn altered(token: &SealedToken, change: impl FnOnce(&mut events::TokenParts)) -> SealedToken {
    let mut parts = token.parts().unwrap();
    change(&mut parts);
    SealedToken::from_parts(&parts).unwrap()
}

#[test]
fn a_sealed_field_opens_to_what_it_was_and_only_in_its_place() {
    let (_directory, files) = key_files();
    let ring = KeyRing::new(files.wrapping);
    let (key_id, subject, event_id) = ids();
    ring.new_key(key_id, subject, &SystemEntropy).unwrap();
    let (other_key, ..) = ids();
    ring.new_key(other_key, subject, &SystemEntropy).unwrap();
    let mut sealer = Sealer { ring: &ring, key_id, event_id, entropy: &SystemEntropy };
    let mut opener = Opener { ring: &ring };

    let mut field = Personal::Open("見本 花子".to_owned());
    sealer.field("name", &mut field).unwrap();
    let token = field.token().unwrap().clone();
    assert!(!token.as_str().contains("見本"));
    opener.field("name", &mut field).unwrap();
    assert_eq!(field, Personal::Open("見本 花子".to_owned()));
    assert_ne!(sealer.seal("name", &"見本 花子").unwrap(), token, "the same value sealed twice can be told");

    let does_not_open = |token: SealedToken| opener.open::<String>(&token).unwrap_err();
    assert_eq!(
        does_not_open(altered(&token, |t| t.event_id = EventId(Uuid::nil()))),
        PersonalError::DoesNotOpen("name".to_owned())
    );
    assert_eq!(does_not_open(altered(&token, |t| t.tag = "kana".to_owned())), PersonalError::DoesNotOpen("kana".to_owned()));
    assert_eq!(does_not_open(altered(&token, |t| t.key_id = other_key)), PersonalError::DoesNotOpen("name".to_owned()));
    assert_eq!(does_not_open(altered(&token, |t| t.ciphertext[0] ^= 1)), PersonalError::DoesNotOpen("name".to_owned()));
    assert_eq!(does_not_open(altered(&token, |t| t.nonce[0] ^= 1)), PersonalError::DoesNotOpen("name".to_owned()));
    let unknown = KeyId(Uuid::nil());
    assert_eq!(does_not_open(altered(&token, |t| t.key_id = unknown)), PersonalError::NoKey(unknown));
    assert_eq!(opener.open::<u32>(&token), Err(PersonalError::Shape("name".to_owned())));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_destroyed_key_erases_what_was_sealed_and_issued(pool: PgPool) {
    let (directory, files) = key_files();
    let ring = KeyRing::new(files.wrapping.clone());
    let (key_id, subject, event_id) = ids();
    let mut wish = noted(new_id());
    wish.keys.push(ring.new_key(key_id, subject, &SystemEntropy).unwrap());
    writer(&pool).await.append(wish).await.unwrap();
    let token = Sealer { ring: &ring, key_id, event_id, entropy: &SystemEntropy }.seal("name", &"例題 太郎").unwrap();
    let artifact = NewArtifact { artifact_id: ArtifactId(new_id()), kind: "certificate", key_id };
    let as_writer = pool_of(&pool, Role::Writer).await;
    let digest = keep_artifact(&as_writer, &ring, &SystemEntropy, artifact, b"%PDF").await.unwrap();
    assert_eq!(keep_artifact(&as_writer, &ring, &SystemEntropy, artifact, b"%PDF").await.unwrap(), digest);
    let another = keep_artifact(&as_writer, &ring, &SystemEntropy, artifact, b"%PDF another").await;
    assert!(matches!(another, Err(ArtifactError::AnotherIsKept)));

    // Another process, which has only the files and the database.
    let other = KeyRing::new(KeyFiles::open(&directory.0).unwrap().wrapping);
    assert_eq!(Opener { ring: &other }.open::<String>(&token), Err(PersonalError::NoKey(key_id)));
    other.prefetch(&as_writer, &[key_id]).await.unwrap();
    assert_eq!(Opener { ring: &other }.open::<String>(&token).unwrap().as_deref(), Some("例題 太郎"));
    assert_eq!(other.key_of(&as_writer, subject).await.unwrap(), Some(key_id));
    let kept = open_artifact(&as_writer, &other, artifact.artifact_id).await.unwrap().unwrap();
    assert_eq!((kept.kind.as_str(), kept.digest, kept.bytes.as_deref()), ("certificate", digest, Some(b"%PDF".as_slice())));

    let destroyed: i32 = sqlx::query_scalar("SELECT es.destroy_keys($1)").bind(subject.0).fetch_one(&pool).await.unwrap();
    assert_eq!(destroyed, 1);
    let later = KeyRing::new(files.wrapping);
    later.prefetch(&as_writer, &[key_id]).await.unwrap();
    let mut field = Personal::<String>::Sealed(token);
    Opener { ring: &later }.field("name", &mut field).unwrap();
    assert_eq!(field, Personal::Erased);
    assert_eq!(open_artifact(&as_writer, &later, artifact.artifact_id).await.unwrap().unwrap().bytes, None);
    assert_eq!(later.key_of(&as_writer, subject).await.unwrap(), None);
    assert_eq!(
        Sealer { ring: &later, key_id, event_id, entropy: &SystemEntropy }.seal("name", &"x"),
        Err(PersonalError::NoKey(key_id))
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_key_unwraps_only_with_the_files_of_its_installation(pool: PgPool) {
    let (_one, files) = key_files();
    let (_two, other_files) = key_files();
    let (key_id, subject, _) = ids();
    let mut wish = noted(new_id());
    wish.keys.push(KeyRing::new(files.wrapping).new_key(key_id, subject, &SystemEntropy).unwrap());
    writer(&pool).await.append(wish).await.unwrap();
    let fetched = KeyRing::new(other_files.wrapping).prefetch(&pool, &[key_id]).await;
    assert!(matches!(fetched, Err(KeyError::DoesNotUnwrap(id)) if id == key_id));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_vault_gives_back_a_number_and_keeps_it_unreadable(pool: PgPool) {
    let (_directory, files) = key_files();
    let vault = Vault::new(files.vault);
    let as_writer = pool_of(&pool, Role::Writer).await;
    let reference = MyNumberRef(new_id());
    let subject = SubjectId(new_id());
    vault.keep(&as_writer, &SystemEntropy, reference, subject, "123456789018").await.unwrap();
    assert_eq!(vault.reveal(&as_writer, reference).await.unwrap().as_deref().map(String::as_str), Some("123456789018"));
    let sealed: Vec<u8> = sqlx::query_scalar("SELECT sealed FROM vault.my_numbers").fetch_one(&pool).await.unwrap();
    assert!(!sealed.windows(12).any(|part| part == b"123456789018"));
    sqlx::query("SELECT vault.destroy($1)").bind(subject.0).execute(&pool).await.unwrap();
    assert!(vault.reveal(&as_writer, reference).await.unwrap().is_none());
    assert!(vault.reveal(&as_writer, MyNumberRef(Uuid::nil())).await.unwrap().is_none());
}

#[test]
fn a_pepper_makes_equal_values_meet_and_kinds_differ() {
    let (_one, files) = key_files();
    let (_two, other) = key_files();
    let claim = files.pepper.claim("my_number", b"123456789018");
    assert_eq!(claim, files.pepper.claim("my_number", b"123456789018"));
    assert_ne!(claim.key, files.pepper.claim("insurance", b"123456789018").key);
    assert_ne!(claim.key, other.pepper.claim("my_number", b"123456789018").key);
}

#[test]
fn key_files_are_private_and_never_overwritten() {
    let (directory, _) = key_files();
    let path = directory.0.join("subject-keys.key");
    let before = std::fs::read_to_string(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(matches!(KeyFiles::create(&directory.0, &SystemEntropy), Err(KeyError::File { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(KeyFiles::open(&directory.0), Err(KeyError::Exposed(_))));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&path, "not a key").unwrap();
    assert!(matches!(KeyFiles::open(&directory.0), Err(KeyError::NotAKey(_))));
    let mut drawn = [0; 32];
    SystemEntropy.fill(&mut drawn).unwrap();
    assert_ne!(drawn, [0; 32]);
}
