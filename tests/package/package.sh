#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Debian package: looked at, installed into a fresh minimal Debian, served from there as its unit says, upgraded with data,
# removed and purged with both answers. usage: package.sh FILE.deb. Needs root (or sudo) for chroot and mounts.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || { echo "package: it takes root to install a package into a root of its own; run it as root or with sudo" >&2; exit 1; }
  exec sudo "$0" "$@"
fi
# Mounts are seen by this test alone and go with it.
[ -n "${GOEN_TEST_MOUNTS:-}" ] || GOEN_TEST_MOUNTS=own exec unshare --mount --propagation private "$0" "$@"
. tests/package/root.sh
deb=$(realpath "$1")
work=$(mktemp -d)
root=$work/root
server=
finish() {
  stop
  umount "$root/proc" "$root/var/cache/apt/archives" "$root/var/lib/apt/lists" 2>/dev/null || true
  mountpoint -q "$root/dev" && umount "$root/dev"
  rm -rf --one-file-system "$work"
}
trap finish EXIT

checks=0
good() { checks=$((checks + 1)); }
bad() { echo "package: $*" >&2; [ ! -s "$work/said" ] || tail -15 "$work/said" >&2; exit 1; }
check() { local what=$1; shift; if "$@" >"$work/checked" 2>&1; then good; else cat "$work/checked" >&2; bad "$what"; fi; }
check_not() { local what=$1; shift; if "$@" >"$work/checked" 2>&1; then cat "$work/checked" >&2; bad "$what"; else good; fi; }

in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
apt() { in_root ${skip:+GOEN_SKIP_BACKUP=1} apt-get -y -q --no-install-recommends "$@" >"$work/said" 2>&1; }
as_goen() { in_root runuser -u goen -- "$@"; }
backups() { (cd "$root/var/lib/goen/backups" 2>/dev/null && ls -1 before-*.goen) || true; }
version() { in_root dpkg-query -W -f='${Version}' goen; }

# repack VERSION: the same package under a newer version.
repack() {
  [ -d "$work/unpacked" ] || dpkg-deb -R "$deb" "$work/unpacked"
  sed -i "s/^Version: .*/Version: $1/" "$work/unpacked/DEBIAN/control"
  dpkg-deb -Zgzip -z1 --root-owner-group -b "$work/unpacked" "$root/goen_$1.deb" >/dev/null
}

port=$((20000 + RANDOM % 20000))
address=http://127.0.0.1:$port
serve() {
  /usr/bin/python3 tests/package/as_the_unit.py "$root" /lib/systemd/system/goen.service >>"$work/server.log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    kill -0 "$server" 2>/dev/null || break
    curl -fsS -o /dev/null "$address/readyz" 2>/dev/null && return
    sleep 0.2
  done
  tail -20 "$work/server.log" >&2
  bad "goen does not serve"
}
stop() {
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

# The member made below, with her card and photograph.
token() {
  curl -fsS "$address/api/v1/tokens" -H 'content-type: application/json' \
    -d '{"email":"hana@mihon.example","password":"correct horse battery","label":"test"}' | jq -r .token
}
api() { curl -fsS -H "authorization: Bearer $(token)" "$address/api/v1$1" "${@:2}"; }
data_is_served() {
  check "the home page" curl -fsS -o "$work/home.html" "$address/"
  check "the home page is goen's" grep -qi '<title>[^<]*goen' "$work/home.html"
  check "/healthz" curl -fsS "$address/healthz"
  api /cards >"$work/cards.json" || bad "the member cannot read her cards"
  check "her card is there" grep -q 見本商店 "$work/cards.json"
}

echo "- what the package holds"
dpkg-deb -x "$deb" "$work/looked-at"
dpkg-deb -e "$deb" "$work/looked-at/DEBIAN"
check_not "a file of the package names a folder of this machine" grep -rlaF -e "$PWD" -e "${HOME:-/root}/" "$work/looked-at"
check "goen.service holds" systemd-analyze security --offline=true --threshold=20 "$work/looked-at/lib/systemd/system/goen.service"
check "goen.toml explains every setting" test "$(grep -cE '^#?[a-z_]+ = "' "$work/looked-at/etc/goen.toml")" -ge 27
for page in man1/goen.1.gz man5/goen.toml.5.gz; do
  man --warnings -E UTF-8 -l -Tutf8 "$work/looked-at/usr/share/man/$page" >"$work/page" 2>"$work/warned" || bad "man $page"
  [ ! -s "$work/warned" ] || { cat "$work/warned" >&2; bad "man warns of $page"; }
  good
done
completed() {
  bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _goen; echo "${COMPREPLY[*]}"' \
    bash "$work/looked-at/usr/share/bash-completion/completions/goen" "$@"
}
check "completion of a command" test "$(completed goen ser)" = serve
check "completion below a command" test "$(completed goen import arch)" = archive
check "completion of a setting" test "$(completed goen serve --public)" = --public-url
check "completion of an option" test "$(completed goen backup --fo)" = --force
if command -v lintian >/dev/null; then
  lintian --allow-root --fail-on error,warning "$deb" >"$work/lintian" 2>&1 || { cat "$work/lintian" >&2; bad "lintian"; }
  good
fi

echo "- installed into a fresh root"
fresh_root "$root"
apt update || bad "apt-get update in the root did not work (no network?); nothing was installed"
cp "$deb" "$root/goen.deb"
apt install /goen.deb || bad "the package was not installed"
check "the user goen" in_root getent passwd goen
check "the data belongs to goen alone" test "$(in_root stat -c '%U %a' /var/lib/goen)" = "goen 700"
check "the settings are kept from others" test "$(in_root stat -c '%U %G %a' /etc/goen.toml)" = "root goen 640"
check "the service is enabled" test -L "$root/etc/systemd/system/multi-user.target.wants/goen.service"
check "goen --version" in_root goen --version
check_not "another user opens the database" in_root runuser -u nobody -- goen check
cp "$work/checked" "$work/told"
check "and is told whom to be" grep -q 'sudo -u goen goen' "$work/told"

echo "- served as the unit says"
sed -i "s|^#listen = .*|listen = \"127.0.0.1:$port\"|" "$root/etc/goen.toml"
printf '%s\n' 'correct horse battery' | as_goen goen member add --email hana@mihon.example --name '見本 花' --kana 'みほん はな' --operator \
  --password-stdin >"$work/said" 2>&1 || bad "member add"
serve
made=$(api /cards -H 'content-type: application/json' -d '{"label":"本業","name":{"family":"見本","given":"花","family_kana":"みほん","given_kana":"はな"},"sides":{"ja":{"positions":[{"company":"見本商店","department":[],"title":"店主","main":true}]}}}' | jq -r .id)
check "a photograph is developed inside the sandbox" api "/cards/$made/photo" -F 'file=@tests/samples/pictures/progressive.jpg;type=image/jpeg'
data_is_served

echo "- upgraded while it serves"
repack 9.9.1-1
apt install /goen_9.9.1-1.deb || bad "the upgrade did not work"
check "the new version" test "$(version)" = 9.9.1-1
check "one backup, of this upgrade" grep -qE '^before-9\.9\.1-1-[0-9TZ]+\.goen$' <<<"$(backups)"
check "it belongs to goen alone" test "$(in_root stat -c '%U %a' "/var/lib/goen/backups/$(backups)")" = "goen 600"
check "it is whole" as_goen goen restore --check "/var/lib/goen/backups/$(backups)"
data_is_served
stop
serve
data_is_served
check "the edited settings stayed" grep -q "^listen = \"127.0.0.1:$port\"" "$root/etc/goen.toml"
as_goen goen restore "/var/lib/goen/backups/$(backups)" --data /var/lib/goen/again >"$work/said" 2>&1 || bad "the backup cannot be restored"
good
apt install --reinstall /goen_9.9.1-1.deb || bad "the same version again"
check "no backup for the same version" test "$(backups | wc -l)" = 1
for newer in 9.9.2-1 9.9.3-1 9.9.4-1; do
  repack $newer
  apt install /goen_$newer.deb || bad "the upgrade to $newer"
done
check "the newest three backups" test "$(backups | cut -d- -f2 | tr '\n' ' ')" = "9.9.2 9.9.3 9.9.4 "

echo "- a backup that does not work"
stop
cp -a "$root/etc/goen.toml" "$work/goen.toml"
echo 'database = "postgresql://goen@127.0.0.1:1/nowhere"' >>"$root/etc/goen.toml"
repack 9.9.5-1
if apt install /goen_9.9.5-1.deb; then bad "the upgrade went on without its backup"; fi
check "says why" grep -q 'PostgreSQL cannot be reached' "$work/said"
check "says what to do" grep -q 'GOEN_SKIP_BACKUP=1' "$work/said"
check "the old version stays" test "$(version)" = 9.9.4-1
skip=yes
apt install /goen_9.9.5-1.deb || bad "the upgrade without a backup"
skip=
check "it says so" grep -q 'WITHOUT a backup' "$work/said"
cp -a "$work/goen.toml" "$root/etc/goen.toml"

echo "- removed, and installed again as a newer one"
apt remove goen || bad "remove"
check "the data stays" test -s "$root/var/lib/goen/goen.db"
check "the settings stay" test -s "$root/etc/goen.toml"
repack 9.9.6-1
apt install /goen_9.9.6-1.deb || bad "installed again"
check "backed up before the newer one touches it" grep -q '^before-9\.9\.6-1-' <<<"$(backups)"
serve
data_is_served
stop

echo "- purged"
apt purge goen || bad "purge"
check "without an answer the data stays" test -s "$root/var/lib/goen/goen.db"
check "purge says so" grep -q '/var/lib/goen is kept' "$work/said"
check_not "the settings are gone" test -e "$root/etc/goen.toml"
apt install /goen_9.9.6-1.deb || bad "installed after the purge"
sed -i "s|^#listen = .*|listen = \"127.0.0.1:$port\"|" "$root/etc/goen.toml"
serve
data_is_served
stop
apt remove goen || bad "remove"
echo 'goen goen/purge-data boolean false' | in_root debconf-set-selections
apt purge goen || bad "purge after no"
check "no: the data stays" test -s "$root/var/lib/goen/goen.db"
apt install /goen_9.9.6-1.deb || bad "installed again"
echo 'goen goen/purge-data boolean true' | in_root debconf-set-selections
apt purge goen || bad "purge after yes"
check_not "yes: the data is gone" test -e "$root/var/lib/goen"

echo "package: $checks checks passed"
