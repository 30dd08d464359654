// Checks an export of the log, proofs of single events and a proof of consistency with programs that share nothing with ours: the
// verifier of sigstore for signed checkpoints and inclusion proofs, and the definitions of RFC 6962 written down here, recursively as they
// stand there, for tiles and consistency, for which no implementation on npm was found.
//
// node evidence.mjs EXPORT PROOFS CONSISTENCY
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const sigstore = join(createRequire(import.meta.url).resolve('@sigstore/verify'), '..', 'timestamp');
const require = createRequire(import.meta.url);
const { verifyCheckpoint } = require(join(sigstore, 'checkpoint.js'));
const { verifyMerkleInclusion } = require(join(sigstore, 'merkle.js'));

const [exported, proofs, consistency] = process.argv.slice(2);
let wrong = 0;
let checked = 0;
const check = (good, what) => {
  checked += 1;
  if (!good) {
    wrong += 1;
    console.log(`WRONG ${what}`);
  }
};
const passes = (work) => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
const leafOf = (entry) => sha256([0], entry);
const nodeOf = (left, right) => sha256([1], left, right);

// MTH and PROOF of RFC 6962, 2.1 and 2.1.2.
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const mth = (leaves) => {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return nodeOf(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
};
const subproof = (m, leaves, known) => {
  if (m === leaves.length) return known ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), known), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
};

// The key: name+id+base64(1 ‖ public key); the id is the start of SHA-256(name ‖ 0x0A ‖ 1 ‖ public key).
const [name, id, key64] = readFileSync(join(exported, 'key.vkey'), 'utf8').trim().split('+').reduce(
  (parts, part, at) => (at < 2 ? [...parts, part] : [parts[0], parts[1], parts[2] === undefined ? part : `${parts[2]}+${part}`]),
  [],
);
const key = Buffer.from(key64, 'base64');
check(key.length === 33 && key[0] === 1, 'the key is no Ed25519 key');
check(sha256(name, '\n', key).subarray(0, 4).toString('hex') === id, 'the id of the key');
const publicKey = createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]),
  format: 'der',
  type: 'spki',
});
const always = { start: new Date(0), end: new Date(8.64e15) };
const logs = [{ logID: Buffer.from(id, 'hex'), publicKey, validFor: always }];
const parse = (note) => {
  const [origin, size, root] = note.split('\n');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
};
const signed = (note, root) => ({ integratedTime: '1770000000', inclusionProof: { checkpoint: { envelope: note }, rootHash: root } });
// That verifier wants to know every signature; those of witnesses are other keys.
const ofLog = (note) => {
  const end = note.indexOf('\n\n') + 2;
  return note.slice(0, end) + note.slice(end).split('\n').filter((line) => line.startsWith(`— ${name} `)).join('\n') + '\n';
};

// The checkpoint, the tiles and the entries.
const note = ofLog(readFileSync(join(exported, 'checkpoint'), 'utf8'));
const { origin, size, root } = parse(note);
check(origin === name, 'the origin');
check(passes(() => verifyCheckpoint(signed(note, root), logs)), 'the signature of the checkpoint');
check(!passes(() => verifyCheckpoint(signed(note.replace(`\n${size}\n`, `\n${size + 1}\n`), root), logs)), 'a forged size is believed');
const file = (index, width) => {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0').match(/.{3}/g);
  const path = digits.map((three, at) => (at + 1 < digits.length ? `x${three}` : three)).join('/');
  return width < 256 ? `${path}.p/${width}` : path;
};
const tile = (level, index, width) => {
  const bytes = readFileSync(join(exported, 'tile', String(level), file(index, width)));
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
};
const leaves = [];
for (let index = 0; index * 256 < size; index += 1) {
  const width = Math.min(256, size - index * 256);
  const bundle = readFileSync(join(exported, 'tile/entries', file(index, width)));
  const hashes = tile(0, index, width);
  let at = 0;
  for (const hash of hashes) {
    const length = bundle.readUInt16BE(at);
    const leaf = leafOf(bundle.subarray(at + 2, at + 2 + length));
    check(leaf.equals(hash), `the leaf of event ${leaves.length + 1}`);
    leaves.push(leaf);
    at += 2 + length;
  }
  check(at === bundle.length && hashes.length === width, `the length of bundle ${index}`);
}
check(leaves.length === size && mth(leaves).equals(root), 'the root over all leaves');
for (let level = 1, nodes = Math.floor(size / 256); nodes > 0; level += 1, nodes = Math.floor(nodes / 256)) {
  for (let index = 0; index * 256 < nodes; index += 1) {
    const width = Math.min(256, nodes - index * 256);
    tile(level, index, width).forEach((hash, at) => {
      const span = 256 ** level;
      const first = (index * 256 + at) * span;
      check(mth(leaves.slice(first, first + span)).equals(hash), `tile ${level}/${index}, hash ${at}`);
    });
  }
}
const forged = [...leaves.slice(0, -1), sha256('x')];
check(!mth(forged).equals(root), 'a forged leaf leads to the same root');

// Proofs of single events.
const files = readdirSync(proofs).filter((proof) => proof.endsWith('.tlog-proof'));
check(files.length > 0, 'there are no proofs');
for (const proof of files) {
  const text = readFileSync(join(proofs, proof), 'utf8');
  const end = text.indexOf('\n\n');
  const [first, extra, index, ...hashes] = text.slice(0, end).split('\n');
  const envelope = text.slice(end + 2);
  const stated = parse(envelope);
  check(first === 'c2sp.org/tlog-proof@v1', `${proof}: first line`);
  const entry = (body) => ({
    canonicalizedBody: body,
    integratedTime: '1770000000',
    inclusionProof: {
      logIndex: index.replace('index ', ''),
      treeSize: String(stated.size),
      rootHash: stated.root,
      hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope },
    },
  });
  const body = Buffer.from(extra.replace('extra ', ''), 'base64');
  check(passes(() => verifyMerkleInclusion(entry(body))), `${proof}: not in the tree`);
  check(passes(() => verifyCheckpoint(entry(body), logs)), `${proof}: signature`);
  const altered = Buffer.from(body);
  altered[20] ^= 1;
  check(!passes(() => verifyMerkleInclusion(entry(altered))), `${proof}: an altered entry is believed`);
}

// The proof that the log was only added to.
const [request, newer] = (() => {
  const text = readFileSync(join(consistency, 'to.tlog-consistency'), 'utf8');
  const end = text.indexOf('\n\n');
  return [text.slice(0, end).split('\n'), text.slice(end + 2)];
})();
const from = parse(readFileSync(join(consistency, 'from.checkpoint'), 'utf8'));
const to = parse(newer);
check(passes(() => verifyCheckpoint(signed(newer, to.root), logs)), 'the signature of the newer checkpoint');
check(request[0] === `old ${from.size}` && from.size < to.size && to.size <= size, 'the sizes');
check(mth(leaves.slice(0, from.size)).equals(from.root), 'the older root');
const expected = subproof(from.size, leaves.slice(0, to.size), true).map((hash) => hash.toString('base64'));
check(JSON.stringify(request.slice(1)) === JSON.stringify(expected), 'the proof of consistency');

console.log(`${checked} things checked, ${wrong} wrong`);
process.exit(wrong === 0 && checked > size ? 0 : 1);
