# Makes a Debian tree fit for the rig; run in it, once, when it is built.
set -eu

: >/etc/machine-id
echo rig >/etc/hostname
# As the installer leaves it; the package alone brings only a model of it.
cp -n /usr/share/grub/default/grub /etc/default/grub
# NetworkManager's own rule leaves every veth alone, and veths stand for the PFs and VFs here.
echo 'SUBSYSTEM=="net", ENV{INTERFACE}=="en*", ENV{NM_UNMANAGED}="0"' >/etc/udev/rules.d/86-rig.rules
# A kernel for GRUB to find, and no disk for it to look at: update-grub asks grub-probe only for the target's names.
mkdir -p /boot/grub
: >/boot/vmlinuz-6.1.0-rig
: >/boot/initrd.img-6.1.0-rig
mv /usr/sbin/grub-probe /usr/sbin/grub-probe.real
cat >/usr/sbin/grub-probe <<'PROBE'
#!/bin/sh
# Answers for a root on ext4 of an MS-DOS disk, where there is only an overlay.
for word in "$@"; do
    case $word in
    --target=*) target=${word#--target=} ;;
    esac
done
previous=
for word in "$@"; do
    [ "$previous" != -t ] && [ "$previous" != --target ] || target=$word
    previous=$word
done
case ${target-} in
device) echo /dev/sda1 ;;
fs) echo ext2 ;;
fs_uuid) echo 1ab00000-0000-4000-8000-000000000002 ;;
partmap) echo msdos ;;
abstraction) ;;
drive) echo '(hd0,msdos1)' ;;
compatibility_hint | hints_string | bios_hints) echo hd0,msdos1 ;;
esac
PROBE
chmod 755 /usr/sbin/grub-probe
# Nobody waits for a network here, and nothing is fetched by itself.
systemctl mask -q systemd-networkd-wait-online.service NetworkManager-wait-online.service apt-daily.timer \
    apt-daily-upgrade.timer getty@tty1.service console-getty.service
systemctl disable -q systemd-networkd.service systemd-networkd.socket 2>/dev/null || true
systemctl enable -q NetworkManager.service libvirtd.service libvirtd.socket
rm /root/setup.sh
