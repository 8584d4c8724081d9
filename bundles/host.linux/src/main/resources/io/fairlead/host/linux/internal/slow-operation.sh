#!/bin/sh
# Carries out steps that may block in the kernel without end, in a process that nobody waits for and no end of Fairlead
# stops. Keeps a record for whoever asks; removes it when all went well.
#
#   slow-operation.sh RECORD STEP...
#     write FILE VALUE              one line to a sysfs attribute
#     up INTERFACE                  set a network interface administratively up
#     await DEVICE COUNT SECONDS    wait until a PF has exactly COUNT VFs
#
# RECORD is a directory with: what, since, waiting-for, bound (made by the caller); pid ("PID START-TIME", so that another
# process with the same number is not taken for this one), step, and error when a step has failed.
set -u
LC_ALL=C
export LC_ALL

record=$1
shift

# Field 22 of proc_pid_stat(5); the second, the command in parentheses, may hold spaces.
start_time() {
    read -r line <"/proc/$$/stat"
    set -- ${line##*) }
    shift 19
    printf '%s' "$1"
}

put() {
    printf '%s\n' "$2" >"$record/$1.new" && mv "$record/$1.new" "$record/$1"
}

fail() {
    put error "$1"
    exit 1
}

# tee, because it says why the kernel refused, where the shell's own echo says no more than "I/O error".
write() {
    message=$(printf '%s\n' "$2" | tee -- "$1" 2>&1 >/dev/null) || fail "${message##*: }"
}

up() {
    message=$(ip link set dev "$1" up 2>&1) || fail "$1 cannot be set up: ${message##*: }"
}

count_vfs() {
    count=0
    for link in "$1"/virtfn*; do
        if [ -e "$link/physfn" ]; then
            count=$((count + 1))
        fi
    done
}

await() {
    deadline=$(($(date +%s) + $3))
    count_vfs "$1"
    while [ "$count" -ne "$2" ]; do
        if [ "$(date +%s)" -ge "$deadline" ]; then
            fail "the kernel took $2, but there were $count after $3 s; the driver's reason is in the kernel log (dmesg)"
        fi
        sleep 0.1 2>/dev/null || sleep 1
        count_vfs "$1"
    done
}

put pid "$$ $(start_time)"
number=0
while [ $# -gt 0 ]; do
    put step "$number"
    case $1 in
    write) write "$2" "$3"; shift 3 ;;
    up) up "$2"; shift 2 ;;
    await) await "$2" "$3" "$4"; shift 4 ;;
    *) fail "unknown step $1" ;;
    esac
    number=$((number + 1))
done
# Renamed first: a record is there whole or not at all.
mv "$record" "$record.done" && rm -rf "$record.done"
