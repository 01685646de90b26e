// SPDX-License-Identifier: Apache-2.0
// Our key of a telephone number against libphonenumber's metadata: for a number of every country its
// usual spellings must have one key, and two spellings have the same key exactly when the library
// says that they are the same number. usage: node phones.mjs PHONE_KEYS (the helper that prints keys)
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { parsePhoneNumber, getExampleNumber, getCountries, getCountryCallingCode } = require('libphonenumber-js/max');
const examples = require('libphonenumber-js/examples.mobile.json');
const metadata = require('libphonenumber-js/metadata.max.json');

const helper = process.argv[2];
const wide = text => text.replace(/[0-9+() -]/g, c => c === ' ' ? '　' : String.fromCharCode(c.charCodeAt(0) + 0xFEE0));
const faults = [];
const expect = (fine, words) => { if (!fine) faults.push(words); };

// The trunk prefix the library knows of: "" where nothing is dialled before a number.
const trunk_of = country => {
    const known = metadata.countries[country][5];
    return typeof known === 'string' ? known : '';
};

// Every spelling of one number, each with what the number is.
const spellings = [];
const add = (typed, number) => spellings.push({ typed, number });
for (const country of getCountries()) {
    const number = getExampleNumber(country, examples);
    if (!number) continue;
    const code = getCountryCallingCode(country), national = number.nationalNumber, e164 = number.number;
    const trunk = trunk_of(country);
    const shown = number.formatInternational();
    for (const typed of [e164, shown, shown.replaceAll(' ', '-'), shown.replaceAll(' ', '.'), wide(shown), number.getURI(),
        `+${code} (${national.slice(0, 2)}) ${national.slice(2)}`, `(+${code}) ${national}`, `00${code} ${national}`,
        `010-${code}-${national}`, `${shown} ext. 12`, `${shown} 内線12`]) {
        // 00 and 010 are what one dials abroad; a number so short may as well be one of Japan.
        if (/^0/.test(typed) && typed.replace(/\D/g, '').length < 12 && code !== '81') continue;
        add(typed, e164);
    }
    if (trunk) for (const typed of [`+${code} (${trunk}) ${national}`, `+${code} ${trunk}${national}`]) {
        if (trunk === '0' || !typed.includes('(')) add(typed, e164);
    }
    // Another number: what it is, the library says.
    add(`+${code} ${national.slice(0, -1)}${(Number(national.at(-1)) + 1) % 10}`, null);
}
for (const [home, e164] of [['03-1234-5601', '+81312345601'], ['(03)1234-5601', '+81312345601'], ['03(1234)5601', '+81312345601'],
    ['０３－１２３４－５６０１', '+81312345601'], ['03 1234 5601', '+81312345601'], ['0312345601', '+81312345601'],
    ['81-3-1234-5601', '+81312345601'], ['312345601', '+81312345601'], ['+81 (0)3-1234-5601', '+81312345601'],
    ['0081-3-1234-5601', '+81312345601'], ['090-8765-5610', '+819087655610'], ['9087655610', '+819087655610'],
    ['０９０ー８７６５ー５６１０', '+819087655610'], ['0120-000-123', '+81120000123'], ['011-222-3333', '+81112223333'],
    ['0123-45-6789', '+81123456789'], ['050-1234-5678', '+815012345678']]) add(home, e164);

// What the library reads in it goes before what the list says, where it reads a number that can be: in Colombia it takes
// a 3 behind the trunk prefix for a carrier's. It knows neither 00 from Japan nor brackets around a code, a 0, or a wide +.
for (const one of spellings) {
    if (one.number !== null && /^0(0|10)|^\(\+|\(0\)/.test(one.typed)) continue;
    const read = parsePhoneNumber(one.typed.replace('内線', 'ext. ').replaceAll('　', ' ').replace('＋', '+'), 'JP');
    if (one.number === null || read.isValid()) one.number = read.number;
}

const run = spawnSync(helper, { input: spellings.map(one => one.typed).join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 26 });
if (run.status !== 0) { console.log(run.stderr || `${helper} ended with ${run.status}`); process.exit(1); }
const keys = run.stdout.trimEnd().split('\n').map(line => line.split('\t')[0]);
expect(keys.length === spellings.length, `${spellings.length} numbers, but ${keys.length} keys`);
let pairs = 0;
for (let i = 0; i < spellings.length; ++i) {
    for (let j = i + 1; j < spellings.length; ++j) {
        ++pairs;
        const is_one = spellings[i].number === spellings[j].number;
        if (is_one !== (keys[i] === keys[j]))
            expect(false, `${spellings[i].typed} (${keys[i]}) and ${spellings[j].typed} (${keys[j]}) are ${is_one ? 'one number' : 'two numbers'}`);
    }
}

for (const code of Object.keys(metadata.country_calling_codes))
    expect(spellings.some(one => one.typed.startsWith(`+${code}`)), `no number of +${code} was tried`);

for (const fault of faults.slice(0, 20)) console.log(`PHONES: ${fault}`);
console.log(`phones: ${spellings.length} spellings of ${new Set(spellings.map(one => one.number)).size} numbers, ${pairs} pairs, ${faults.length} wrong`);
process.exit(faults.length ? 1 : 0);
