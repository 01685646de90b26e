# SPDX-License-Identifier: Apache-2.0
"""Compiles po/ja/*.po into one gettext catalogue and writes it as C++ bytes.

usage: embed.py OUT.cpp FILE.po...
"""
import os
import subprocess
import sys
import tempfile


def main():
    out, files = sys.argv[1], sorted(sys.argv[2:])
    with tempfile.TemporaryDirectory() as folder:
        joined, compiled = os.path.join(folder, "ja.po"), os.path.join(folder, "ja.mo")
        # A sentence that two rooms use is translated in either; po/check.py refuses two different translations.
        subprocess.run(["msgcat", "--use-first", "--to-code=UTF-8", "-o", joined, *files], check=True)
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
