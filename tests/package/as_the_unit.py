#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a service as its systemd unit would, without systemd: user, folder, umask, the file system read only but for its
state, no new privileges, the filter of system calls. usage: as_the_unit.py ROOT UNIT

Only what the unit says is done; a line of it that matters here and is not understood is an error.
"""
import ctypes
import os
import pathlib
import re
import shlex
import subprocess
import sys

import seccomp

root, unit = sys.argv[1], sys.argv[2]
libc = ctypes.CDLL(None, use_errno=True)
MS_BIND, MS_REC, MS_REMOUNT, MS_RDONLY, MS_PRIVATE, CLONE_NEWNS = 0x1000, 0x4000, 0x20, 0x1, 0x40000, 0x20000
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, CAP_NET_BIND_SERVICE = 38, 24, 10


def must(result, what):
    if result != 0:
        sys.exit(f"as_the_unit.py: {what}: {os.strerror(ctypes.get_errno())}")


def mount(source, target, kind, flags, data=None):
    must(libc.mount(source and source.encode(), target.encode(), kind and kind.encode(), ctypes.c_ulong(flags),
                    data and data.encode()), f"mount {target}")


service, said = False, {}
for line in pathlib.Path(root + unit).read_text().splitlines():
    if line.startswith("["):
        service = line == "[Service]"
    elif service and (match := re.fullmatch(r"([A-Za-z]+)=(.*)", line)):
        said.setdefault(match[1], []).append(match[2])


def one(key, expected=None):
    value = said[key][-1]
    if expected is not None and value != expected:
        sys.exit(f"as_the_unit.py: {key}={value}: this test knows {expected} only")
    return value


def group(name):
    """The system calls of a set such as @system-service, by systemd's own table."""
    calls = set()
    for line in subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True,
                               text=True).stdout.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


allowed = group("@default")
for wish in said["SystemCallFilter"]:
    for word in wish.lstrip("~").split():
        calls = group(word) if word.startswith("@") else {word}
        allowed = allowed - calls if wish.startswith("~") else allowed | calls
one("SystemCallErrorNumber", "EPERM")

one("ProtectSystem", "strict")
must(libc.unshare(CLONE_NEWNS), "unshare")
mount(None, "/", None, MS_REC | MS_PRIVATE)
state = f"{root}/var/lib/{one('StateDirectory')}"
mount(root, root, None, MS_BIND | MS_REC)
mount(state, state, None, MS_BIND)
mount(None, root, None, MS_BIND | MS_REMOUNT | MS_RDONLY)
one("PrivateTmp", "yes")
mount("tmpfs", f"{root}/tmp", "tmpfs", 0, "mode=1777")
os.chroot(root)
os.chdir(one("WorkingDirectory"))
os.umask(int(one("UMask"), 8))

import grp  # noqa: E402 -- of the root
import pwd  # noqa: E402
one("CapabilityBoundingSet", "CAP_NET_BIND_SERVICE")
for capability in range(64):
    if capability != CAP_NET_BIND_SERVICE:
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
user = pwd.getpwnam(one("User"))
os.initgroups(user.pw_name, grp.getgrnam(one("Group")).gr_gid)
os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
one("NoNewPrivileges", "yes")
must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
one("MemoryDenyWriteExecute", "no")

filter = seccomp.SyscallFilter(defaction=seccomp.ERRNO(1))
for call in sorted(allowed):
    try:
        filter.add_rule(seccomp.ALLOW, call)
    except (RuntimeError, ValueError):
        pass  # a call of another machine
filter.load()
command = shlex.split(one("ExecStart"))
os.execve(command[0], command, {"PATH": "/usr/bin:/bin", "USER": user.pw_name, "HOME": user.pw_dir})
