# SPDX-License-Identifier: Apache-2.0
"""Compiles po/ja/*.po into one gettext catalogue and writes it as C++ bytes.

usage: embed.py OUT.cpp FILE.po...
"""
import os
import subprocess
import sys
import tempfile


HEADER = '''msgid ""
msgstr ""
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

'''


def with_header(path, folder):
    """A room's file may leave gettext's header out."""
    text = open(path, encoding="utf-8").read()
    if "charset=" in text:
        return path
    copy = os.path.join(folder, os.path.basename(path))
    with open(copy, "w", encoding="utf-8") as file:
        file.write(HEADER + text)
    return copy


def main():
    out, files = sys.argv[1], sorted(sys.argv[2:])
    with tempfile.TemporaryDirectory() as folder:
        joined, compiled = os.path.join(folder, "ja.po"), os.path.join(folder, "ja.mo")
        # A sentence that two rooms use is translated in either; po/check.py refuses two different translations.
        subprocess.run(["msgcat", "--use-first", "--to-code=UTF-8", "-o", joined, *(with_header(path, folder) for path in files)], check=True)
        subprocess.run(["msgfmt", "-o", compiled, joined], check=True)
        data = open(compiled, "rb").read()
    lines = ["// Made from po/ja/*.po; do not edit.", '#include "i18n/catalogue.hpp"', "", "namespace goen::i18n {", "",
             "namespace {", "constexpr unsigned char bytes[] = {"]
    lines += [",".join(map(str, data[i:i + 32])) + "," for i in range(0, len(data), 32)]
    lines += ["};", "} // namespace", "",
              "std::string_view japanese_catalogue() { return {reinterpret_cast<char const*>(bytes), sizeof bytes}; }", "",
              "} // namespace goen::i18n", ""]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


try:
    main()
except subprocess.CalledProcessError as failed:
    sys.exit(f"{failed.cmd[0]} refused the Japanese catalogue")
