// SPDX-License-Identifier: Apache-2.0
// Writes common_passwords.txt: the 10,000 most used passwords, and of the rest of the list those that
// are long enough for goen's minimum.
//
// usage: npm pack @zxcvbn-ts/language-common@4.1.3 && tar xzf zxcvbn-ts-language-common-4.1.3.tgz
//        node common_passwords.mjs package/src/passwords.json > common_passwords.txt
import { readFileSync } from 'node:fs';

const most = 10_000, shortest = 10, width = 110;
const all = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const kept = all.filter((word, rank) => /^[!-~]+$/.test(word) && (rank < most || word.length >= shortest));

console.log(`# The ${kept.length} most used passwords, most used first, and after the first 10,000 only those of ten signs and more.
# Made by common_passwords.mjs from the npm package @zxcvbn-ts/language-common 4.1.3 (src/passwords.json),
# https://github.com/zxcvbn-ts/zxcvbn, MIT License:
# Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc. Copyright (c) 2021 @zxcvbn-ts`);
let line = '';
for (const word of kept) {
  if (line.length + word.length >= width) console.log(line), (line = '');
  line += (line && ' ') + word;
}
console.log(line);
