# SPDX-License-Identifier: Apache-2.0
"""Writes the lists of a name_readings.txt as C++ strings: lines sorted by name, each the name in UTF-8, then its readings
with a space between, one ASCII character a kana (ぁ is '!', ー is 'w').

usage: embed_name_readings.py OUT.cpp FILE
"""
import sys

out, path = sys.argv[1:]
lists, lines = {}, []
with open(path, encoding="utf-8") as file:
    for line in file:
        if line.startswith("["):
            lines = lists[line.strip("[]\n")] = []
        elif not line.startswith("# "):
            name, *readings = line.split()
            code = lambda kana: "w" if kana == "ー" else chr(ord(kana) - 0x3041 + ord("!"))
            lines.append((name.encode(), " ".join("".join(map(code, one)) for one in readings).encode()))


def literal(name, readings):
    text = "".join(f"\\{byte:03o}" for byte in name)
    return text + readings.decode().replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + "\\n"


def array(kind, lines):
    quoted = "\n".join(f'    "{literal(*line)}"' for line in sorted(lines))
    return f'constexpr char {kind}_list[] = "\\n"\n{quoted};\n' \
           f"std::string_view const {kind}_readings_text{{{kind}_list, sizeof {kind}_list - 1}};\n"


with open(out, "w", encoding="ascii") as file:
    file.write(f"""// Generated from name_readings.txt by embed_name_readings.py
#include <string_view>

namespace goen::names {{
{"".join(f"extern std::string_view const {kind}_readings_text;{chr(10)}" for kind in lists)}
{chr(10).join(array(*one) for one in lists.items())}
}} // namespace goen::names
""")
