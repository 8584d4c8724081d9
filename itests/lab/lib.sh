# What the lab's scripts share: where things lie, and how to end with one sentence.

lab=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

die() {
    printf 'lab: %s\n' "$1" >&2
    exit 1
}

need_root() {
    [ "$(id -u)" -eq 0 ] || die "$1 needs root: run it with sudo"
}

# The image is named by what it is made from, so that a changed recipe is a new image.
cache() {
    recipe=$(cat "$lab/build" "$lab/lib.sh" "$lab"/guest/* | sha256sum | cut -c 1-16)
    printf '%s' "${FAIRLEAD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fairlead}/lab/$recipe"
}
