# SPDX-License-Identifier: Apache-2.0
"""Writes assets/* as C++ bytes under names that hold a hash of their content, so that browsers may keep them for ever.

All .css files together, in name order, become goen.css; those that a card's first view by a stranger needs also
become card.css, which must stay small. page-NAME.css is NAME.css, for one page. In .css, .webmanifest and sw.js, asset(NAME) becomes the address of
another asset.

usage: embed_assets.py OUT.cpp FILE...
"""
import hashlib
import os
import re
import sys

FIRST_VIEW = ("10-", "20-", "30-", "60-", "65-")
KINDS = {".css", ".js", ".svg", ".png", ".webmanifest"}


def tidy(css):
    """Comments and indentation are for the people who write it, not for the phone."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return "\n".join(line.strip() for line in css.splitlines() if line.strip()) + "\n"


def tidy_script(script):
    """Lines that are only a comment, and indentation. No line of ours begins inside a string."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def main():
    out, files = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
    contents, css, first_view = {}, "", ""
    for path in files:
        name = os.path.basename(path)
        kind = os.path.splitext(name)[1]
        if name.startswith(".") or name.endswith("~"):
            continue
        if kind not in KINDS:
            sys.exit(f"{path}: {kind} is no kind of asset")
        data = open(path, "rb").read()
        if name.startswith("page-"):
            contents[name.removeprefix("page-")] = tidy(data.decode("utf-8")).encode("utf-8")
        elif kind == ".css":
            css += data.decode("utf-8")
            if name.startswith(FIRST_VIEW):
                first_view += data.decode("utf-8")
        elif kind == ".js":
            contents[name] = tidy_script(data.decode("utf-8")).encode("utf-8")
        else:
            contents[name] = data
    contents["card.css"] = tidy(first_view).encode("utf-8")
    contents["goen.css"] = tidy(css).encode("utf-8")

    addresses = {}

    def address(name):
        if name in addresses:
            return addresses[name]
        if name not in contents:
            sys.exit(f"asset({name}): there is no such asset")
        stem, kind = os.path.splitext(name)
        if kind in (".css", ".webmanifest") or name == "sw.js":
            text = re.sub(r"asset\(([\w.-]+)\)", lambda found: address(found[1]), contents[name].decode("utf-8"))
            contents[name] = text.encode("utf-8")
        mark = hashlib.sha256(contents[name]).hexdigest()[:16]
        addresses[name] = f"/assets/{stem}.{mark}{kind}"
        return addresses[name]

    lines = ["// Made from assets/*; do not edit.", '#include "web/assets.hpp"', "", "namespace goen::web {", "", "namespace {"]
    entries = []
    for number, name in enumerate(sorted(contents)):
        address(name)
        data = contents[name]
        lines.append(f"constexpr unsigned char bytes_{number}[] = {{")
        lines += [",".join(map(str, data[i:i + 32])) + "," for i in range(0, len(data), 32)]
        lines.append("};")
        entries.append(f'        {{"{name}", "{addresses[name]}",\n'
                       f"         {{reinterpret_cast<char const*>(bytes_{number}), sizeof bytes_{number}}}}},")
    lines += ["} // namespace", "", "std::vector<EmbeddedAsset> const& embedded_assets() {",
              "    static std::vector<EmbeddedAsset> const assets{", *entries, "    };", "    return assets;", "}", "",
              "} // namespace goen::web", ""]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


main()
