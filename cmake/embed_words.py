# SPDX-License-Identifier: Apache-2.0
"""Writes the words of a text file (white space apart; lines that begin with "# " are its source) as one C++ string,
each between line breaks, so that "\\n" + word + "\\n" is found in it exactly when the word is there.

usage: embed_words.py OUT.cpp NAMESPACE NAME FILE
"""
import sys

out, namespace, name, path = sys.argv[1:]
words = []
with open(path, encoding="ascii") as file:
    for line in file:
        if not line.startswith("# "):
            words += line.split()
quoted = "\n".join('    "' + word.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + '\\n"' for word in words)
with open(out, "w", encoding="ascii") as file:
    file.write(f"""// Generated from {path.rsplit("/", 1)[-1]} by embed_words.py
#include <string_view>

namespace {namespace} {{
extern std::string_view const {name};
constexpr char text[] = "\\n"
{quoted};
std::string_view const {name}{{text, sizeof text - 1}};
}} // namespace {namespace}
""")
