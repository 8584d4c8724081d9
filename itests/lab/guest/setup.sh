#!/bin/sh
# Turns a fresh Debian tree into the lab's guest; runs inside of it, before it is packed into the image.
set -eu

printf 'lab\n' >/etc/hostname
printf '127.0.0.1 localhost lab\n' >/etc/hosts
printf '/dev/vda / ext4 rw,relatime 0 1\n' >/etc/fstab
: >/etc/machine-id
passwd -d root >/dev/null
# The default configuration of GRUB, as Debian's installer leaves it.
cp -n /usr/share/grub/default/grub /etc/default/grub

# The journal on the console costs minutes under emulation.
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=persistent\nForwardToConsole=no\n' >/etc/systemd/journald.conf.d/lab.conf
# Nothing of this concerns the lab, and each unit costs a second there.
systemctl mask apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer man-db.timer \
    systemd-networkd.service NetworkManager-wait-online.service >/dev/null 2>&1
systemctl enable ssh.service >/dev/null 2>&1
printf 'PermitRootLogin prohibit-password\nUseDNS no\nGSSAPIAuthentication no\n' >/etc/ssh/sshd_config.d/lab.conf
