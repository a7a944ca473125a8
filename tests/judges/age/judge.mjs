// SPDX-License-Identifier: Apache-2.0
// Encrypts or decrypts standard input with age-encryption, a program that is not ours.
//
//   node judge.mjs encrypt [--armor] RECIPIENT...
//   node judge.mjs encrypt-passphrase [--armor] PASSPHRASE
//   node judge.mjs decrypt IDENTITY
//   node judge.mjs decrypt-passphrase PASSPHRASE
//   node judge.mjs recipient IDENTITY
//
// Anything that it refuses ends with status 1 and the reason on standard error.

import { readFileSync, writeFileSync } from "node:fs";
import { Decrypter, Encrypter, armor, identityToRecipient } from "age-encryption";

const SCRYPT_WORK_FACTOR = 10; // quick; tests keep nothing secret

async function encrypt(names, data, name) {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(SCRYPT_WORK_FACTOR);
  for (const one of names.filter((one) => one !== "--armor")) name(encrypter, one);
  const sealed = await encrypter.encrypt(data);
  return names.includes("--armor") ? armor.encode(sealed) : sealed;
}

async function decrypt(names, data, name) {
  const decrypter = new Decrypter();
  for (const one of names) name(decrypter, one);
  const armored = data.subarray(0, 10).toString() === "-----BEGIN";
  return decrypter.decrypt(armored ? armor.decode(data.toString()) : data);
}

const commands = {
  encrypt: (names, data) => encrypt(names, data, (age, name) => age.addRecipient(name)),
  "encrypt-passphrase": (names, data) =>
    encrypt(names, data, (age, name) => age.setPassphrase(name)),
  decrypt: (names, data) => decrypt(names, data, (age, name) => age.addIdentity(name)),
  "decrypt-passphrase": (names, data) =>
    decrypt(names, data, (age, name) => age.addPassphrase(name)),
  recipient: ([identity]) => identityToRecipient(identity),
};

const [command, ...names] = process.argv.slice(2);
try {
  const data = command === "recipient" ? null : readFileSync(0);
  writeFileSync(1, await commands[command](names, data));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
