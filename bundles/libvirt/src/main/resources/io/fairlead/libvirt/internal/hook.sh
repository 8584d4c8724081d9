#!/bin/sh
# Fairlead gives a guest's virtual function (VF) what libvirt cannot express - trust, spoof check, rates, link state - and
# takes it back. Written by "fairlead libvirt:hooks install --keep", which also renders the guests' wishes; this only
# applies them, works without Fairlead running, and never calls libvirt (libvirt waits for it and would deadlock).
#
# libvirt runs it (src/util/virhook.c) as hooks/network.d/fairlead NETWORK OPERATION … and hooks/qemu.d/fairlead GUEST
# OPERATION …, with XML at standard input. Names are not trusted, and neither is the XML: it counts only where it has the
# very form in which libvirt prints it. The status is 0 whatever happens: libvirt ends a guest whose hook fails.
#
#   wishes   UUID: lines "mac ADDRESS WORDS" or "pci ADDRESS WORDS", the words as of "ip link set PF vf N"
#   run      guest-vfs/ADDRESS: the guest that was given something, by which hook, and what

PATH=/usr/sbin:/usr/bin:/sbin:/bin
sys=/sys
wishes=/etc/fairlead/guests
run=/run/fairlead
# The longest in seconds that one step may take. A child in state D cannot be ended: it is left behind, not waited for.
limit=2

export PATH LC_ALL=C
umask 022
status=0
trap 'exit $status' EXIT

hook=qemu
case $0 in
*/network.d/*) hook=network ;;
esac
operation=$hook/$2

# A proof that libvirt runs this: "libvirt:hooks install" names a network and a guest that nobody has, and looks for the
# mark. That one guest is refused, so that nothing of it ever starts.
probed() {
    [ -f "$run/hook-probe/$hook" ] || return 0
    read -r wanted <"$run/hook-probe/$hook"
    if [ "$1" = "$wanted" ]; then
        printf 'seen\n' >"$run/hook-probe/$hook.seen"
        [ "$hook" = network ] || status=1
    fi
}

# Most calls end here, before the shell has even read the rest.
case $operation in
network/port-created | network/port-deleted | qemu/start | qemu/stopped) ;;
network/started | qemu/prepare)
    probed "$1"
    exit
    ;;
# Standard input may be left unread: libvirt ignores EPIPE (virCommandProcessIO, src/util/vircommand.c).
*) exit ;;
esac

# Where no guest wishes for anything and none was given anything, there is nothing to do.
wish=
for wish in "$wishes"/*; do break; done
given=
for given in "$run/guest-vfs"/*; do break; done
[ -e "$wish" ] || [ -e "$given" ] || [ -d "$run/events" ] || exit

say() {
    timeout "$limit" logger -t fairlead-hook -p daemon.warning -- "$1" </dev/null >/dev/null 2>&1
}

# Runs a command for no longer than the limit; 124 is: still at it. What it says goes to the file $1.
bounded() {
    late=
    trap 'late=yes' USR1
    said=$1
    shift
    "$@" </dev/null >/dev/null 2>"$said" &
    work=$!
    {
        trap 'kill $nap; exit' TERM
        sleep "$limit" &
        nap=$!
        wait $nap
        kill -USR1 $$
    } </dev/null >/dev/null 2>&1 &
    timer=$!
    wait $work
    ended=$?
    kill $timer 2>/dev/null
    [ -z "$late" ] || return 124
    return $ended
}

# Finds the interface of a VF's physical function and the VF's index: pf, index.
locate() {
    pf=
    index=
    for net in "$sys/bus/pci/devices/$1/physfn/net"/*; do
        port=
        [ -r "$net/phys_port_name" ] && read -r port 2>/dev/null <"$net/phys_port_name"
        case $port in
        # a representor of a VF or SF in switchdev mode lies beside the physical function's own interface
        *pf*vf* | *pf*sf*) ;;
        *) [ -e "$net" ] && pf=${net##*/} ;;
        esac
    done
    for link in "$sys/bus/pci/devices/$1/physfn"/virtfn*; do
        # shellcheck disable=SC3013 # POSIX since 2024; dash, bash and busybox have long had it
        if [ "$link" -ef "$sys/bus/pci/devices/$1" ]; then
            index=${link##*/virtfn}
        fi
    done
    [ -n "$pf" ] && [ -n "$index" ]
}

# Sets attributes of a VF: all at once, and where the kernel refuses that one by one, since do_setvfinfo
# (net/core/rtnetlink.c) stops at the first that the driver does not know. Fails when one that the driver knows was not set.
set_vf() {
    address=$1
    shift
    bounded /dev/null ip link set dev "$pf" vf "$index" "$@" && return 0
    failed=
    refused=
    while [ -z "$late" ] && [ $# -ge 2 ]; do
        if ! bounded "$run/guest-vfs/.said" ip link set dev "$pf" vf "$index" "$1" "$2"; then
            why=
            read -r why <"$run/guest-vfs/.said"
            refused="$refused $1 $2 (${why:-no reason given}),"
            case $why in
            *"not supported"*) ;;
            *) failed=yes ;;
            esac
        fi
        shift 2
    done
    rm -f "$run/guest-vfs/.said"
    if [ -n "$late" ]; then
        say "VF $index of $pf ($address), guest $owner: the kernel did not answer within $limit s"
        return 1
    fi
    [ -z "$refused" ] || say "VF $index of $pf ($address), guest $owner: not set:${refused%,}"
    [ -z "$failed" ]
}

# What a VF has when nobody asked for anything, in "words".
defaults() {
    words=
    for key in "$@"; do
        case $key in
        trust) words="$words trust off" ;;
        spoofchk) words="$words spoofchk on" ;;
        state) words="$words state auto" ;;
        max_tx_rate) words="$words max_tx_rate 0" ;;
        min_tx_rate) words="$words min_tx_rate 0" ;;
        esac
    done
}

# Adds to "wish" and "keys" what is a known word with a known value.
add_words() {
    while [ $# -ge 2 ]; do
        case $1/$2 in
        trust/on | trust/off | spoofchk/on | spoofchk/off | state/auto | state/enable | state/disable) known=yes ;;
        max_tx_rate/*[!0-9]* | min_tx_rate/*[!0-9]*) known= ;;
        max_tx_rate/[0-9]* | min_tx_rate/[0-9]*) known=yes ;;
        *) known= ;;
        esac
        if [ -n "$known" ]; then
            wish="$wish $1 $2"
            keys="$keys $1"
        fi
        shift 2
    done
}

# The wish of the guest "owner" for its interface $1: wish, and what it is about: keys.
wish_of() {
    wish=
    keys=
    [ -r "$wishes/$owner" ] || return 0
    while read -r kind id words; do
        # shellcheck disable=SC2086 # words, to be split
        [ "$kind $id" != "$1" ] || add_words $words
    done <"$wishes/$owner"
}

# Reads who was given what of a VF: was_owner, was_hook, was_keys.
state_of() {
    was_owner=
    was_hook=
    was_keys=
    [ -r "$run/guest-vfs/$1" ] && read -r was_owner was_hook was_keys <"$run/guest-vfs/$1"
}

# The guest "owner" has the VF $1 now, as its interface $2.
given() {
    state_of "$1"
    # VFs of a pool stand in the guest's XML too; they are the network hook's.
    [ "$hook/$was_owner/$was_hook" = "qemu/$owner/network" ] && return 0
    wish_of "$2"
    [ -n "$wish$was_keys" ] || return 0
    if ! locate "$1"; then
        say "$1, which guest $owner has, is no VF with an interface above it: nothing was set"
        return 0
    fi
    # what somebody before had, and whose end nobody told, goes first
    old=
    for key in $was_keys; do
        case " $keys " in
        *" $key "*) ;;
        *) old="$old $key" ;;
        esac
    done
    # shellcheck disable=SC2086 # words, to be split
    defaults $old
    [ -d "$run/guest-vfs" ] || mkdir -p "$run/guest-vfs"
    printf '%s %s%s\n' "$owner" "$hook" "$keys$old" >"$run/guest-vfs/$1"
    # shellcheck disable=SC2086 # words, to be split
    set_vf "$1" $words $wish && [ -z "$keys" ] && rm -f "$run/guest-vfs/$1"
    return 0
}

# The guest "owner" no longer has the VF $1. What another one was given by now stays.
taken() {
    state_of "$1"
    [ "$was_owner/$was_hook" = "$owner/$hook" ] || return 0
    if locate "$1"; then
        # shellcheck disable=SC2086 # words, to be split
        defaults $was_keys
        # shellcheck disable=SC2086 # words, to be split
        set_vf "$1" $words || return 0
    fi
    rm -f "$run/guest-vfs/$1"
}

# For a daemon that watches: the last that happened to a VF. Without the directory nobody does.
tell() {
    [ -d "$run/events" ] && printf '%s %s\n' "${operation#*/}" "$owner" >"$run/events/vf-$1"
    return 0
}

# Both programs take only what lies behind the last line that begins what libvirt itself writes at the end, and print
# nothing unless the document is whole. In front of it a guest's metadata may hold any line, in comments and CDATA too;
# behind it libvirt writes every "<" of others as "&lt;" (virBufferEscapeString). Standard input ends when libvirt has
# written its document, or ends itself.
address="domain='0x\([0-9a-f]\{4,8\}\)' bus='0x\([0-9a-f]\{2\}\)' slot='0x\([01][0-9a-f]\)' function='0x\([0-7]\)'\/>"
port_facts="
/^  <networkport>\$/{s/.*/port port/;h;d;}
s/^      <uuid>\([0-9a-f-]\{36\}\)<\/uuid>\$/owner \1/;t keep
s/^    <mac address='\([0-9a-f:]\{17\}\)'\/>\$/mac \1/;t keep
s/^      <address $address\$/pci \1:\2:\3.\4/;t keep
\${/^<\/hookData>\$/!d;g;p;}
d
:keep
H"
guest_facts="
/^  <devices>\$/{s/.*/devices devices/;h;d;}
s/^        <address $address\$/pci \1:\2:\3.\4/;t keep
s/^        <address type='pci' $address\$/pci \1:\2:\3.\4/;t keep
\${/^<\/domain>\$/!d;g;p;}
d
:keep
H"

port() {
    facts=$(sed -n "$port_facts")
    set -f
    # shellcheck disable=SC2086 # words, to be split
    set -- $facts
    set +f
    [ "$#/$1/$3/$5/$7" = 8/port/owner/mac/pci ] || return 0
    owner=$4
    if [ "$operation" = network/port-created ]; then
        given "$8" "mac $6"
    else
        taken "$8"
    fi
    tell "$8"
}

guest_starts() {
    [ -e "$wishes/$owner" ] || [ -e "$given" ] || return 0
    facts=$(sed -n "$guest_facts")
    set -f
    # shellcheck disable=SC2086 # words, to be split
    set -- $facts
    set +f
    [ "$1" = devices ] || return 0
    while [ $# -ge 4 ]; do
        shift 2
        given "$2" "pci $2"
        tell "$2"
    done
}

guest_stopped() {
    for state in "$run/guest-vfs"/*; do
        [ -e "$state" ] || continue
        taken "${state##*/}"
        tell "${state##*/}"
    done
}

# The guest's UUID stands in the third line: the second holds its name, which cannot hold a line's end.
read_owner() {
    read -r line && read -r line && read -r line || return 1
    line=${line#"<uuid>"}
    owner=${line%"</uuid>"}
    case $owner in
    *[!0-9a-f-]*) return 1 ;;
    ????????-????-????-????-????????????) return 0 ;;
    *) return 1 ;;
    esac
}

case $operation in
network/*) port ;;
qemu/start) read_owner && guest_starts ;;
qemu/stopped) [ -e "$given" ] && read_owner && guest_stopped ;;
esac
