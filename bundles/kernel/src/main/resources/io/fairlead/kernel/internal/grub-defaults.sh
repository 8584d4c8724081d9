# Reads the files given as arguments as grub-mkconfig reads GRUB's defaults: one after the other, in one shell, ending at
# the first command that fails. After each it prints the file and what the two lines of arguments hold by then, each
# ended by a zero byte. What the files print themselves is dropped.
set -e
for fairlead_file in "$@"; do
    . "$fairlead_file" </dev/null >/dev/null
    printf '%s\000%s\000%s\000' "$fairlead_file" "$GRUB_CMDLINE_LINUX" "$GRUB_CMDLINE_LINUX_DEFAULT"
done
