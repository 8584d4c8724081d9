# What the rig's scripts share: where things lie, and how to end with one sentence.

rig=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

die() {
    printf 'rig: %s\n' "$1" >&2
    exit 1
}

need_root() {
    [ "$(id -u)" -eq 0 ] || die "$1 needs root: run it with sudo"
}

# A tree is named by what it is made from, so that a changed recipe is a new tree.
cache() {
    recipe=$(cat "$rig/build" "$rig/lib.sh" "$rig/setup.sh" | sha256sum | cut -c 1-16)
    printf '%s' "${FAIRLEAD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fairlead}/rig/$recipe"
}

# Where this machine has its cgroup v2 hierarchy, on a hybrid one too.
cgroups() {
    awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts
}
