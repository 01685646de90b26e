#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes goen.toml, the manual pages and the completions of the shells from what the program says of itself.

usage: manuals.py GOEN VERSION FOLDER

The settings come from `goen config --explain` (the table in src/app/config.cpp), the commands from the --help of each
(src/app/app.cpp). What is not understood ends the build: nothing is left out in silence.
"""
import os
import re
import subprocess
import sys

goen, version, folder = sys.argv[1:4]
no_settings = {"PATH": os.environ["PATH"], "GOEN_CONFIG": "/dev/null"}
PATHS = ("config", "data", "tls-certificate", "tls-key", "security-log", "folder", "ties-to", "pairs-to")
# What the package sets; everything else stands in goen.toml as a comment, with its default.
PACKAGED = {"data": "/var/lib/goen"}


def told(*words):
    return subprocess.run([goen, *words], env=no_settings, check=True, capture_output=True, text=True).stdout


def settings():
    found = []
    for block in told("config", "--explain").strip().split("\n\n"):
        match = re.fullmatch(r'# (.*)\n# (--[a-z-]+), (GOEN_[A-Z_]+)\n([a-z_]+) = "(.*)"', block)
        if not match:
            sys.exit(f"not a setting as `goen config --explain` writes it:\n{block}")
        found.append(dict(zip(("help", "option", "variable", "key", "value"), match.groups())))
    return found


def sections(text):
    """{heading: [(name, what)]} of a --help."""
    found, now = {}, None
    for line in text.splitlines():
        entry = re.match(r"  (\S.*?)(?:\s{2,}(\S.*))?$", line)
        if re.fullmatch(r"[A-Z][a-z]+:", line):
            now = found.setdefault(line[:-1], [])
        elif line.startswith(" " * 12) and now:
            name, what = now[-1]
            now[-1] = (name, (what + " " + line.strip()).strip())
        elif entry and now is not None:
            now.append((entry[1].strip(), entry[2] or ""))
        elif line.strip() and now is not None:
            sys.exit(f"not understood in a --help: {line}")
    return found


def options_of(parts):
    """[(names, value, what)]: (["--email"], "TEXT", "mail address")."""
    out = []
    for name, what in parts:
        words = re.sub(r"\s*\((?:Env:)?[A-Z_]+\)", "", name).replace(" REQUIRED", "").split()
        out.append((words[0].split(","), " ".join(words[1:]), what))
    return out


class Command:
    def __init__(self, words, what):
        parts = sections(told(*words, "--help"))
        unknown = set(parts) - {"Options", "Positionals", "Settings", "Subcommands"}
        if unknown:
            sys.exit(f"unknown sections in goen {' '.join(words)} --help: {unknown}")
        self.words, self.what = words, what
        self.options = [o for o in options_of(parts.get("Options", [])) if "--help" not in o[0]]
        self.takes = [(n.split()[0], w) for n, w in parts.get("Positionals", [])]
        self.below = [Command([*words, name], what) for name, what in parts.get("Subcommands", [])]

    def all(self):
        yield self
        for one in self.below:
            yield from one.all()


def man(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(['.])", r"\\&\1", text, flags=re.M)


def write(name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def sentence(text):
    text = text[0].upper() + text[1:] if not re.match(r"(smtp|sqlite):", text) else text
    return text if text.endswith((".", "?")) else text + "."


def goen_toml(table):
    out = """# goen's settings; `man goen.toml` has the same list. A setting that stands here as a comment has the value
# shown. Options of the command line and GOEN_… variables come before this file; the upgrade of the
# package reads this file only. After a change: systemctl restart goen
"""
    for one in table:
        own = PACKAGED.get(one["key"])
        mark = "" if own else "#"
        text = "\n".join(f"# {line}" for line in folded(sentence(one["help"])))
        out += f'\n{text}\n{mark}{one["key"]} = "{own or one["value"]}"\n'
    return out


def folded(text, width=100):
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def head(name, section, what):
    return f"""'\\" t -*- coding: UTF-8 -*-
.TH {name} {section} "" "goen {version}" "{what}"
"""


def goen_1(root):
    out = head("GOEN", 1, "User commands")
    out += """.SH NAME
goen \\- professional network that a community runs for itself
.SH SYNOPSIS
.B goen
.RI [ settings ]
.I command
.RI [ options ]
.SH DESCRIPTION
.B goen
serves a professional network: members exchange cards, keep an address book that stays true on both sides, write posts and
messages. It is one program with its own database (SQLite), or works with PostgreSQL.
.PP
The package runs it as the user
.BR goen ,
by the systemd unit
.BR goen.service .
Commands that open the database are run as the same user.
.SH OPTIONS
"""
    for names, value, what in root.options:
        out += f".TP\n{names_of(names, value)}\n{man(sentence(what))}\n"
    out += """.PP
Each setting of
.BR goen.toml (5)
is an option too.
.SH COMMANDS
"""
    for command in list(root.all())[1:]:
        if command.below:
            continue
        title = " ".join(["goen", *command.words])
        takes = "".join(f" \\fI{man(name)}\\fR" for name, _ in command.takes)
        out += f".SS \\fB{man(title)}\\fR{takes}\n{man(sentence(command.what))}\n"
        for names, value, what in command.options:
            out += f".TP\n{names_of(names, value)}\n{man(sentence(what)) if what else chr(92) + '&'}\n"
        for name, what in command.takes:
            if what:
                out += f".TP\n.I {man(name)}\n{man(sentence(what))}\n"
    return out + """.SH ENVIRONMENT
.TP
.B GOEN_CONFIG
The file of settings, as
.BR \\-\\-config .
.PP
Each setting has a variable:
.BR goen.toml (5).
.SH FILES
.TP
.I /etc/goen.toml
The settings of the installed server, read when
.B \\-\\-config
names no other file (not by
.BR "goen demo" ).
Only root and the user goen may read it.
.TP
.I /var/lib/goen
The data: database, search index, waiting letters, security log.
.TP
.I /var/lib/goen/backups
What the package backed up before its last three upgrades.
.SH EXIT STATUS
0 when it was done, 1 when it was not (the reason is on standard error), 2 when the command line or a setting is wrong.
.SH EXAMPLES
The first operator of a new network:
.PP
.nf
.RS
sudo \\-u goen goen member add \\-\\-email you@goen.example \\e
    \\-\\-name "山田 太郎" \\-\\-kana "やまだ たろう" \\-\\-operator \\-\\-password\\-stdin
.RE
.fi
.PP
A backup while it serves:
.PP
.nf
.RS
sudo \\-u goen goen backup /var/lib/goen/backups/today.goen
.RE
.fi
.SH SEE ALSO
.BR goen.toml (5)
"""


def names_of(names, value):
    # CLI11's names for kinds of values are its own; a reader needs to know only that there is one.
    shown = ", ".join(f"\\fB{man(name)}\\fR" for name in names)
    return shown + (" \\fIvalue\\fR" if value else "")


def goen_toml_5(table):
    out = head("GOEN.TOML", 5, "File formats")
    out += """.SH NAME
goen.toml \\- settings of goen
.SH DESCRIPTION
A TOML file of keys and values. Each setting is also an option of every command and an environment variable; an option
comes before the variable, and that before the file. A key that does not exist is refused with the nearest name.
.PP
.B goen config \\-\\-explain
prints every setting as it is in force.
.SH SETTINGS
"""
    for one in table:
        default = f'Default: \\(lq{man(one["value"])}\\(rq.' if one["value"] else "Not set by default."
        own = PACKAGED.get(one["key"])
        if own:
            default += f" The package sets it to {man(own)}."
        out += (f'.TP\n\\fB{man(one["key"])}\\fR\n{man(sentence(one["help"]))}\n{default}\n.br\n'
                f'\\fB{man(one["option"])}\\fR, \\fB{man(one["variable"])}\\fR\n')
    return out + ".SH FILES\n.I /etc/goen.toml\n.SH SEE ALSO\n.BR goen (1)\n"


def tree(root):
    """[("goen import", [("people", what), …], [("--also-other", takes a value, what), …])]"""
    return [(" ".join(["goen", *c.words]), [(b.words[-1], b.what) for b in c.below],
             [(n, bool(v), w) for names, v, w in c.options for n in names if n.startswith("--")]) for c in root.all()]


def bash(root, table):
    cases = "".join(f'        "{where}") words="{" ".join([w for w, _ in below] + [o[0] for o in options])}" ;;\n'
                    for where, below, options in tree(root))
    valued = sorted({s["option"] for s in table} | {o for _, _, os_ in tree(root) for o, v, _ in os_ if v})
    steps = "|".join(f'"{where}"' for where, _, _ in tree(root) if where != "goen")
    return f"""# bash completion for goen
_goen() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} where=goen words= i
    COMPREPLY=()
    # After an option that takes a value: names of files, by -o default.
    case $prev in {"|".join(valued)}) return ;; esac
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case "$where ${{COMP_WORDS[i]}}" in
            {steps}) where="$where ${{COMP_WORDS[i]}}" ;;
        esac
    done
    case $where in
{cases}    esac
    if [[ $cur == -* ]]; then
        words="$words --help {" ".join(s["option"] for s in table)}"
    elif [[ $words != [a-z]* ]]; then
        return # a command without commands of its own: it may take a file
    fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _goen goen
"""


def quoted(text):
    return "'" + text.replace("'", "’") + "'"


def zsh(root, table):
    def described(pairs):
        return " ".join(quoted(name + ":" + what.replace(":", "\\:")) for name, what in pairs)
    steps = "|".join(f'"{where}"' for where, _, _ in tree(root) if where != "goen")
    cases = "".join(f'    "{where}")\n        commands=({described(below)})\n'
                    f'        options=({described((o, w) for o, _, w in options)})\n        ;;\n'
                    for where, below, options in tree(root))
    return f"""#compdef goen
local where=goen word
local -a commands options settings
settings=({described((s["option"], s["help"]) for s in table)})
for word in ${{words[2,CURRENT-1]}}; do
    case "$where $word" in
        {steps}) where="$where $word" ;;
    esac
done
case $where in
{cases}esac
if [[ $PREFIX == -* ]]; then
    _describe -o option options
    _describe -o setting settings
elif (( $#commands )); then
    _describe command commands
else
    _files
fi
"""


def fish(root, table):
    out = ""
    commands = [c for c in root.all() if c.words]
    for one in table:
        name = one["option"][2:]
        files = "-F" if name in PATHS else "-f"
        out += f"complete -c goen -l {name} -r {files} -d {quoted(one['help'])}\n"
    out += f"complete -c goen -l config -r -F -d {quoted('settings in TOML')}\ncomplete -c goen -l help\n"
    for command in commands:
        above, name = command.words[:-1], command.words[-1]
        siblings = " ".join(c.words[-1] for c in commands if c.words[:-1] == above)
        seen = "__fish_use_subcommand" if not above else \
            f"__fish_seen_subcommand_from {above[-1]}; and not __fish_seen_subcommand_from {siblings}"
        out += f"complete -c goen -f -n {quoted(seen)} -a {name} -d {quoted(command.what)}\n"
        for names, value, what in command.options:
            for option in names:
                if not option.startswith("--"):
                    continue
                when = "; and ".join(f"__fish_seen_subcommand_from {w}" for w in command.words)
                out += (f"complete -c goen -n {quoted(when)} -l {option[2:]}{' -r' if value else ''}"
                        f" -d {quoted(what)}\n")
        if command.takes:
            out += f"complete -c goen -F -n {quoted('__fish_seen_subcommand_from ' + name)}\n"
    return out


def main():
    os.makedirs(folder, exist_ok=True)
    table, root = settings(), Command([], "")
    write("goen.toml", goen_toml(table))
    write("goen.1", goen_1(root))
    write("goen.toml.5", goen_toml_5(table))
    write("goen.bash", bash(root, table))
    write("_goen", zsh(root, table))
    write("goen.fish", fish(root, table))


main()
