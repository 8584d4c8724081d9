#!/bin/sh
# Puts a libvirt network of Fairlead's, a pool of virtual functions (VFs), back as it was, where there is no Java:
#
#   libvirt-pool NAME kept|tried autostart|manual active|stopped <DEFINITION
#
# It was there after a boot (kept) or until the next (tried; with "stopped": it was not there at all), was started at boot,
# and was started. The definition's file itself is put back by the caller. A network that is not Fairlead's is left alone.
# A pool that guests have VFs of is not stopped: then the status is 3, and each guest a line.

PATH=/usr/sbin:/usr/bin:/sbin:/bin
networks=/etc/libvirt/qemu/networks
export PATH LC_ALL=C

name=$1 kept=$2 autostart=$3 active=$4
definition=$(cat)
status=0

# A frozen daemon cannot hang us.
libvirt() {
    timeout 30 virsh -q -c qemu:///system "$@" 2>/dev/null
}

give() {
    printf '%s\n' "$definition" | libvirt "$1" /dev/stdin
}

must() {
    "$@" >/dev/null || {
        printf 'libvirt refused %s of %s\n' "$2" "$name"
        status=1
    }
}

listed() {
    libvirt net-list --name "$@" | grep -qxF -e "$name"
}

# The PF that a document says Fairlead made it for; nothing where it is somebody else's.
made_for() {
    sed -n "s/.*<fairlead:pool xmlns:fairlead=[\"']urn:fairlead:libvirt:1[\"'] pf=[\"']\([^\"']*\)[\"'].*/\1/p"
}

stop() {
    ports=$(libvirt net-port-list --uuid "$name") || {
        printf 'libvirt does not tell who has VFs of %s\n' "$name"
        status=1
        return 1
    }
    for port in $ports; do
        printf 'guest %s\n' "$(libvirt net-port-dumpxml "$name" "$port" |
            sed -n '/<owner>/,/<\/owner>/s/.*<name>\(.*\)<\/name>.*/\1/p' | tr -cd '[:print:]')"
        status=3
    done
    [ "$status" -ne 3 ] && must libvirt net-destroy "$name"
}

if ! timeout 10 virsh -q -c qemu:///system uri >/dev/null 2>&1; then
    # Not running, as early in the boot: its link is all that there is beside the file. Frozen: what is started stays so.
    if [ "$autostart" = autostart ]; then
        ln -sfn "$networks/$name.xml" "$networks/autostart/$name.xml"
    else
        rm -f "$networks/autostart/$name.xml"
    fi
    exit
fi

if listed --all; then
    now=$({ libvirt net-dumpxml "$name"; libvirt net-dumpxml --inactive "$name"; } | made_for)
    [ -n "$now" ] || exit 0
    now=${now%%"
"*}
fi

if [ "$kept" = kept ]; then
    must give net-define
    if [ "$autostart" = autostart ]; then
        must libvirt net-autostart "$name"
    else
        must libvirt net-autostart "$name" --disable
    fi
elif listed --all --persistent; then
    # One that is started goes on, until it is stopped.
    must libvirt net-undefine "$name"
fi

# Of another PF by now: that is another pool.
if listed && { [ "$active" = stopped ] || [ "$now" != "$(printf '%s\n' "$definition" | made_for)" ]; }; then
    stop || exit $status
fi
if [ "$active" = active ] && ! listed; then
    if [ "$kept" = kept ]; then
        must libvirt net-start "$name"
    else
        must give net-create
    fi
fi
exit $status
