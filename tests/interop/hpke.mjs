// A second implementation of docs/specs/envelope.md, over @hpke/core and Node's own Ed25519, SHA-256 and HKDF.
// Reads a list of jobs as JSON from standard input and writes the list of their results. Bytes are base64.
import { Buffer } from "node:buffer";
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from "node:crypto";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const from = (text) => new Uint8Array(Buffer.from(text, "base64"));
const to = (bytes) => Buffer.from(bytes).toString("base64");
const ascii = (text) => new Uint8Array(Buffer.from(text, "ascii"));
const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const hex = (bytes) => Buffer.from(bytes).toString("hex");

async function seal(job) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(from(job.publicKey).buffer);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: from(job.info), psk: psk(job) });
  return join(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(from(job.plaintext), from(job.aad))));
}

async function open(job) {
  const recipientKey = await suite.kem.deserializePrivateKey(from(job.privateKey).buffer);
  const sealed = from(job.sealed);
  const recipient = await suite.createRecipientContext({ recipientKey, enc: sealed.slice(0, 32), info: from(job.info), psk: psk(job) });
  return new Uint8Array(await recipient.open(sealed.slice(32), from(job.aad)));
}

function psk(job) {
  return job.psk ? { key: from(job.psk), id: from(job.pskId) } : undefined;
}

// PADME, from its paper: L rounded up so that only the first bits of it are kept.
function pad(content) {
  const length = content.length + 4;
  let size = 1024;
  if (length > 1024) {
    const e = Math.floor(Math.log2(length));
    const step = 2 ** (e - (Math.floor(Math.log2(e)) + 1));
    size = Math.ceil(length / step) * step;
  }
  const padded = Buffer.alloc(size);
  padded.writeUInt32BE(content.length);
  padded.set(content, 4);
  return padded;
}

function observationJob(job) {
  return {
    info: to(ascii(`${job.origin}/observation/v1\n${job.epoch}`)),
    psk: to(new Uint8Array(hkdfSync("sha256", from(job.enrolmentSecret), new Uint8Array(0), "hpke-psk", 32))),
    pskId: to(ascii(job.depositor)),
  };
}

// A whole deposit package; its source part, an age file, is handed in.
async function makePackage(job) {
  const [caveats, source] = [from(job.caveats), from(job.source)];
  const plaintext = join(from(job.salt), pad(from(job.observation)));
  const commit = sha256(join(ascii(`${job.origin}/commit/v1\n`), plaintext));
  const head = ascii(
    `${job.origin}/deposit/v1\nrecord ${job.record}\ndepositor ${job.depositor}\nschema observation/1\n` +
      `caveats ${hex(sha256(caveats))}\nvault-key ${job.epoch} ${hex(sha256(from(job.publicKey))).slice(0, 32)}\n` +
      `source age ${source.length} ${hex(sha256(source))}\ncommit ${hex(commit)}\n`,
  );
  const observation = await seal({ ...observationJob(job), publicKey: job.publicKey, plaintext: to(plaintext), aad: to(head) });
  const text = join(head, ascii(`observation 0020.0001.0003 ${observation.length} ${hex(sha256(observation))}\n`));
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(from(job.signingSeed))]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const raw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const hash = sha256(join(ascii(`${job.signer}\n`), Buffer.from([1]), raw)).subarray(0, 4);
  const manifest = join(text, Buffer.from(`\n— ${job.signer} ${to(join(hash, sign(null, text, key)))}\n`, "utf8"));
  const header = ascii(`broker-deposit/1\nmanifest ${manifest.length}\ncaveats ${caveats.length}\nobservation ${observation.length}\nsource ${source.length}\n\n`);
  return join(header, manifest, caveats, observation, source);
}

// Checks a package's signature, digests and commitment, and gives the observation.
async function openPackage(job) {
  const whole = Buffer.from(from(job.package));
  const end = whole.indexOf("\n\n") + 2;
  const sizes = [...whole.subarray(0, end).toString().matchAll(/^(?:manifest|caveats|observation|source) (\d+)$/gm)].map((match) => Number(match[1]));
  const parts = [];
  let at = end;
  for (const size of sizes) {
    parts.push(whole.subarray(at, (at += size)));
  }
  const [manifest, caveats, observation, source] = parts;
  const text = manifest.subarray(0, manifest.lastIndexOf("\n\n") + 1);
  const head = text.subarray(0, text.lastIndexOf("observation "));
  const signature = Buffer.from(manifest.subarray(text.length + 1).toString().trim().split(" ")[2], "base64").subarray(4);
  const key = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(from(job.signerKey))]), format: "der", type: "spki" });
  demand(at === whole.length && verify(null, text, key, signature), "the manifest's signature");
  demand(head.includes(`\ncaveats ${hex(sha256(caveats))}\n`), "the caveats' digest");
  demand(head.includes(`\nsource age ${source.length} ${hex(sha256(source))}\n`), "the source's digest");
  demand(text.subarray(head.length).toString() === `observation 0020.0001.0003 ${observation.length} ${hex(sha256(observation))}\n`, "the observation's line");
  const plaintext = Buffer.from(await open({ ...observationJob(job), privateKey: job.privateKey, sealed: to(observation), aad: to(head) }));
  demand(head.includes(`\ncommit ${hex(sha256(join(ascii(`${job.origin}/commit/v1\n`), plaintext)))}\n`), "the commitment");
  return plaintext.subarray(36, 36 + plaintext.readUInt32BE(32));
}

function demand(holds, what) {
  if (!holds) {
    throw new Error(`${what} does not hold`);
  }
}

const operations = { seal, open, makePackage, openPackage };
const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}

const results = [];
for (const job of JSON.parse(Buffer.concat(chunks).toString())) {
  try {
    results.push({ bytes: to(await operations[job.operation](job)) });
  } catch (error) {
    results.push({ error: String(error.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(results));
