# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# A small Debian to install into, for package.sh: made once under build/package-root, copied for each run. The mirrors
# are those of this machine.

cache=$PWD/build/package-root
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")

give_up() { echo "package: $*" >&2; exit 1; }

mirrors() { apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' | grep ' Debian$' | sort -u; }

make_base() {
  [ -e "$cache/base.made" ] && return
  local mirror
  mirror=$(mirrors | awk -v suite="$suite" '$2 == suite && $3 == "main" { print $1; exit }')
  [ -n "$mirror" ] || give_up "this machine's apt knows no mirror of Debian $suite, so no root can be made to install into"
  mkdir -p "$cache/archives/partial" "$cache/lists/partial"
  rm -rf --one-file-system "$cache/base"
  echo "making a minimal Debian $suite from this machine's mirror (once)…"
  debootstrap --variant=minbase "$suite" "$cache/base" "$mirror" >"$cache/debootstrap.log" 2>&1 || {
    tail -5 "$cache/debootstrap.log" >&2
    give_up "debootstrap could not make a root (is the mirror of this machine's apt reachable?); nothing was tested"
  }
  touch "$cache/base.made"
}

# fresh_root FOLDER: as after the installation of Debian, with the packages downloaded before.
fresh_root() {
  make_base
  cp -a --reflink=auto "$cache/base" "$1"
  mirrors | awk '{ print "deb", $1, $2, $3 }' >"$1/etc/apt/sources.list"
  rm -f "$1"/etc/apt/sources.list.d/*
  cp /etc/resolv.conf "$1/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
  chmod 755 "$1/usr/sbin/policy-rc.d"
  echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/quick"
  echo 'APT::Sandbox::User "root"; Binary::apt-get::APT::Keep-Downloaded-Packages "true";' >"$1/etc/apt/apt.conf.d/99test"
  mkdir -p "$cache/archives/partial" "$cache/lists/partial"
  mount --bind "$cache/archives" "$1/var/cache/apt/archives"
  mount --bind "$cache/lists" "$1/var/lib/apt/lists"
  mount -t proc proc "$1/proc"
  # Where device nodes may not be made, debootstrap leaves them out.
  [ -c "$1/dev/null" ] || mount --bind /dev "$1/dev"
}
