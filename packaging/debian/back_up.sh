# Part of preinst and postinst: everything in one file before another version of goen opens the database.
state=/var/lib/goen

as_goen() {
    (cd $state && runuser -u goen -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin GOEN_CONFIG=/etc/goen.toml "$@")
}

# Succeeds when there is nothing to back up: goen was never configured, or never served.
nothing_to_back_up() {
    command -v goen >/dev/null && [ -e /etc/goen.toml ] && [ -d $state ] && getent passwd goen >/dev/null || return 0
    settings=$(as_goen goen config --explain) || return 1
    data=$(printf '%s\n' "$settings" | sed -n 's/^data = "\(.*\)"$/\1/p')
    database=$(printf '%s\n' "$settings" | sed -n 's/^database = "\(.*\)"$/\1/p')
    case $database in
    '') as_goen test ! -e "$data/goen.db" ;;
    sqlite:*) as_goen test ! -e "${database#sqlite:}" ;;
    *) return 1 ;;
    esac
}

# back_up OLD NEW
back_up() {
    if nothing_to_back_up; then return 0; fi
    if [ "${GOEN_SKIP_BACKUP:-}" = 1 ]; then
        echo "goen: upgrading from $1 to $2 WITHOUT a backup, because GOEN_SKIP_BACKUP=1" >&2
        return 0
    fi
    file=$state/backups/before-$2-$(date -u +%Y%m%dT%H%M%SZ).goen
    echo "goen: backing up before the upgrade from $1 to $2, into $file"
    if as_goen sh -c 'umask 077; mkdir -p backups && exec goen backup "$1"' sh "$file"; then
        # The newest three stay.
        as_goen sh -c 'cd backups && ls -1t before-*.goen | tail -n +4 | while IFS= read -r old; do rm -f -- "./$old"; done'
        return 0
    fi
    cat >&2 <<WHY
goen: the backup before the upgrade from $1 to $2 did not work (the reason stands above), so goen is not upgraded.
goen: Mend it and run the upgrade again; or, when you have a backup of your own:
goen:     sudo env GOEN_SKIP_BACKUP=1 apt-get install goen
WHY
    return 1
}
