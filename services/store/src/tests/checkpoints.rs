//! What the database keeps of the tree and its checkpoints, and what it refuses.

use events::Log;
use evidence::{Edge, Hash, Tiles, leaf_hash, tiles_of};
use sqlx::PgPool;

use super::{act, event, new_id, onto, pool_of, writer};
use crate::hash::entry;
use crate::{
    Expected, Role, TreeNode, checkpoints, cosignatures, cosigned, keep_checkpoint, keep_cosignature, leaves, page, tiles,
};

/// 600 events, and the leaves that follow from them.
async fn log(pool: &PgPool) -> Vec<Hash> {
    let events = (0..600).map(|_| event("case.noted", "{\"n\": 1}")).collect();
    writer(pool).await.append(act(vec![onto(new_id(), Expected::Any, events)])).await.unwrap();
    page(pool, Log::Casework, 0, 1_000).await.unwrap().iter().map(|event| leaf_hash(&entry(event))).collect()
}

/// The nodes that 600 leaves complete.
fn nodes(leaves: &[Hash]) -> Vec<TreeNode> {
    let (mut edge, mut nodes) = (Edge::default(), Vec::new());
    for leaf in leaves {
        edge.push(*leaf, |id, _, root| nodes.push(TreeNode { level: id.level + 1, index: id.index, hash: root }));
    }
    nodes
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn checkpoints_are_kept_with_their_tiles_and_only_grow(pool: PgPool) {
    let projector = pool_of(&pool, Role::Projector).await;
    let leaves_there = log(&pool).await;
    assert_eq!(leaves(&pool, Log::Casework, 0, 600).await.unwrap(), leaves_there);
    let (all, nodes) = (Tiles::over(&leaves_there), nodes(&leaves_there));
    let root = |size| all.root(size).unwrap();
    let keep =
        async |size, nodes: &[TreeNode]| keep_checkpoint(&projector, Log::Casework, (size, &root(600), "note"), nodes).await;

    assert!(keep(601, &nodes).await.is_err(), "more events than there are");
    assert!(keep(600, &nodes[1..]).await.is_err(), "a hole among the tiles");
    assert!(keep(300, &nodes[..1]).await.unwrap());
    assert!(!keep(300, &nodes[..1]).await.unwrap() && !keep(299, &[]).await.unwrap(), "another worker was faster");
    let forged = [TreeNode { hash: [7; 32], ..nodes[0] }, nodes[1]];
    assert!(keep(600, &forged).await.is_err(), "a tile that is kept with another hash");
    assert!(keep(600, &nodes).await.unwrap());

    let kept = checkpoints(&pool, Log::Casework, 0, 10).await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.size).collect::<Vec<_>>(), [300, 600]);
    let spans = evidence::inclusion_spans(299, 600);
    let some = tiles(&pool, Log::Casework, &tiles_of(&spans), 600).await.unwrap();
    assert_eq!(some.inclusion(299, 600), all.inclusion(299, 600));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_first_signature_of_a_witness_stays(pool: PgPool) {
    let projector = pool_of(&pool, Role::Projector).await;
    let leaves = log(&pool).await;
    let root = evidence::root_of(&leaves);
    keep_checkpoint(&projector, Log::Casework, (600, &root, "note"), &nodes(&leaves)).await.unwrap();
    assert_eq!(cosigned(&pool, Log::Casework, "w+1").await.unwrap(), 0);
    for line in ["— w 1", "— w 2"] {
        keep_cosignature(&projector, Log::Casework, 600, "w+1", line).await.unwrap();
    }
    assert_eq!(cosignatures(&pool, Log::Casework, 600).await.unwrap(), ["— w 1"]);
    assert_eq!(cosigned(&pool, Log::Casework, "w+1").await.unwrap(), 600);
    assert!(keep_cosignature(&projector, Log::Casework, 599, "w+1", "x").await.is_err(), "there is no such checkpoint");
}
