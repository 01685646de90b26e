#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are all sentences of the source there in Japanese, and nothing else? Names every one that is not, and fails.

    missing     in the source, without Japanese
    fuzzy       marked as unsure
    numbers     {1} {2} … differ between the English and the Japanese (a sentence may use one twice, but not lose one)
    two ways    the same English has two different translations in two files
    stale       translated, but no longer in the source
    unmarked    a Refusal or FieldError with a sentence that is not in N_(…), or a choice of two inside w(…)

usage: po/check.py            (from anywhere)
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def entries(path):
    """(line, context, msgid, plural or None, translations, is fuzzy) of a .po file; obsolete ones (#~) are not there."""
    found, part, entry, fuzzy = [], None, None, False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if line.startswith("#,") and "fuzzy" in line:
                fuzzy = True
            if line.startswith("#") or not line:
                continue
            word = re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+", line)
            if word:
                part = word[1]
                if part == "msgctxt" or (part == "msgid" and (entry is None or "msgid" in entry)):
                    entry = {"line": number, "fuzzy": fuzzy}
                    found.append(entry)
                    fuzzy = False
                entry[part] = ""
            text = STRING.search(line)
            if text is None or entry is None:
                sys.exit(f"{path}:{number}: this is not a line of a .po file")
            entry[part] += re.sub(r"\\(.)", lambda one: ESCAPES.get(one[1], one[0]), text[1])
    return [(e["line"], e.get("msgctxt"), e.get("msgid", ""), e.get("msgid_plural"),
             [text for key, text in e.items() if key.startswith("msgstr")], e["fuzzy"]) for e in found]


def numbers(text):
    return sorted(set(re.findall(r"\{\d+\}", text)))


def unmarked():
    """Sentences xgettext cannot see."""
    # Refusal{Reason::conflict, "…"} and FieldError pushes {"field", "Sentence."}; w(a ? "x" : "y")
    plain = re.compile(r'Reason::\w+,\s*(?:Sentence)?\{?\s*"([^"]+)"')
    field = re.compile(r'(?:errors|fields)\w*\.(?:push_back|emplace_back)\(\{?[^"\n]*"[^"]*",\s*\{?\s*"([^"]+)"')
    choice = re.compile(r'\b(?:w|words)\([^"();]*\?\s*"([^"]+)"\s*:')
    for path in sorted(glob.glob(os.path.join(TOP, "src", "**", "*.cpp"), recursive=True)):
        if path.endswith("_test.cpp"):
            continue
        text = open(path, encoding="utf-8").read()
        for pattern in (plain, field, choice):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start(1)) + 1
                yield f'{os.path.relpath(path, TOP)}:{line}: unmarked: "{match[1]}"'


def main():
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "goen.pot")
        subprocess.run([os.path.join(HERE, "extract.sh"), template], check=True)
        source = {}
        for _, context, msgid, plural, _, _ in entries(template):
            if msgid:
                source[(context, msgid)] = plural
    complaints = list(unmarked())
    known = {}
    for path in sorted(glob.glob(os.path.join(HERE, "ja", "*.po"))):
        for line, context, msgid, plural, texts, fuzzy in entries(path):
            if not msgid:
                continue
            where, key = f"{os.path.relpath(path, TOP)}:{line}", (context, msgid)
            if fuzzy:
                complaints.append(f'{where}: fuzzy: "{msgid}"')
            if not texts or not all(text.strip() for text in texts):
                continue
            if key in known and known[key][1] != texts:
                complaints.append(f'{where}: two ways: "{msgid}" is "{texts[0]}" here and "{known[key][1][0]}" in {known[key][0]}')
                continue
            known.setdefault(key, (where, texts))
            if key not in source:
                complaints.append(f'{where}: stale: "{msgid}"')
            for text in texts:
                wanted = numbers(plural if plural else msgid)
                if numbers(text) != wanted:
                    complaints.append(f'{where}: numbers: "{text}" should have {" ".join(wanted) or "none"}')
    for context, msgid in sorted(source, key=lambda key: key[1]):
        if (context, msgid) not in known:
            complaints.append(f'missing: "{msgid}"' + (f" (context {context})" if context else ""))
    for complaint in complaints:
        print(complaint.replace("\n", "\\n"))
    print(f"{len(source)} sentences, {len(known)} translations, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


main()
