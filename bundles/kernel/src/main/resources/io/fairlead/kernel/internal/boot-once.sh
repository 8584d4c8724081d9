#!/bin/sh
# boot-once FILE ENTRY: takes back the choice of ENTRY for the next boot from GRUB's environment block FILE. Somebody else's
# choice stays. GRUB would clear it too, but boot the first entry if ENTRY were gone by then, whatever is the default.
set -u
for editenv in grub-editenv grub2-editenv; do
    if command -v "$editenv" >/dev/null 2>&1 && "$editenv" "$1" list 2>/dev/null | grep -Fqx "next_entry=$2"; then
        exec "$editenv" "$1" unset next_entry
    fi
done
