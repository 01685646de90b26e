// SPDX-License-Identifier: Apache-2.0
// What goen encrypts for a browser (RFC 8291) is read by http_ece, and its VAPID token (RFC 8292) verified by Node.
// usage: node decrypt.mjs PUSH_BODIES (the helper that prints messages as JSON lines)
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import { createRequire } from 'node:module';

const ece = createRequire(import.meta.url)('http_ece');
const bytes = (text) => Buffer.from(text, 'base64url');

const { stdout, status } = spawnSync(process.argv[2], { encoding: 'utf8' });
assert.equal(status, 0, 'the helper runs');
const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
assert.ok(lines.length >= 20);
for (const { body, secret, auth, plain, authorization } of lines) {
  const keys = crypto.createECDH('prime256v1');
  keys.setPrivateKey(bytes(secret));
  const read = ece.decrypt(bytes(body), { version: 'aes128gcm', privateKey: keys, authSecret: bytes(auth) });
  assert.equal(read.toString('utf8'), plain);
  assert.ok(bytes(body).length <= 4096);

  const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization);
  const [head, claims, signature] = token.split('.');
  const point = bytes(key);
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const is_right = crypto.verify('sha256', Buffer.from(`${head}.${claims}`), { key: crypto.createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, bytes(signature));
  assert.ok(is_right, 'the token is signed by its key');
  assert.equal(JSON.parse(bytes(claims)).aud, 'https://push.example');
}
console.log(`${lines.length} messages read by another implementation`);
