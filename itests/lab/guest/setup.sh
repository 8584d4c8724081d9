#!/bin/sh
# Turns a fresh Debian tree into the lab's guest; runs inside of it, before it is packed into the image: setup.sh UUID
# UUID is that of the file system which the tree becomes, the first partition of the disk.
set -eu
uuid=$1

printf 'lab\n' >/etc/hostname
printf '127.0.0.1 localhost lab\n' >/etc/hosts
printf 'UUID=%s / ext4 rw,relatime 0 1\n' "$uuid" >/etc/fstab
: >/etc/machine-id
passwd -d root >/dev/null
# What NetworkManager learns by DHCP, and in which order, is no change of /etc.
ln -sf /run/NetworkManager/resolv.conf /etc/resolv.conf

# The journal on the console costs minutes under emulation.
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=persistent\nForwardToConsole=no\n' >/etc/systemd/journald.conf.d/lab.conf
# Nothing of this concerns the lab, and each unit costs a second there.
systemctl mask apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer man-db.timer \
    systemd-networkd.service NetworkManager-wait-online.service >/dev/null 2>&1
systemctl enable ssh.service >/dev/null 2>&1
printf 'PermitRootLogin prohibit-password\nUseDNS no\nGSSAPIAuthentication no\n' >/etc/ssh/sshd_config.d/lab.conf

# GRUB as Debian's installer leaves it, but for the console, no waiting at the menu, and an IOMMU that is off: Debian's
# kernel takes an IOMMU without being told to (CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF), others do not. For no_timer_check see
# power.sh.
sed -e 's/^GRUB_TIMEOUT=.*/GRUB_TIMEOUT=0/' \
    -e 's/^GRUB_CMDLINE_LINUX=.*/GRUB_CMDLINE_LINUX="console=ttyS0 no_timer_check intel_iommu=off"/' \
    -e 's/^#GRUB_TERMINAL=.*/GRUB_TERMINAL=console/' /usr/share/grub/default/grub >/etc/default/grub
# What grub-install does on a disk that is there: modules beside grub.cfg, and a core that looks for them. build writes
# boot.img and core.img into the first sectors.
mkdir -p /boot/grub/i386-pc
cp /usr/lib/grub/i386-pc/*.mod /usr/lib/grub/i386-pc/*.lst /usr/lib/grub/i386-pc/boot.img /boot/grub/i386-pc
grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o /boot/grub/i386-pc/core.img biosdisk part_msdos ext2
# There is no disk yet that grub-probe could look at, so it is told. In the guest it is the real one.
mv /usr/sbin/grub-probe /usr/sbin/grub-probe.real
cat >/usr/sbin/grub-probe <<PROBE
#!/bin/sh
case " \$* " in
*target=device*) echo /dev/vda1 ;;
*target=disk*) echo /dev/vda ;;
*target=fs_uuid*) echo $uuid ;;
*target=fs_label*) echo lab ;;
*target=fs\ *) echo ext2 ;;
*target=partmap*) echo msdos ;;
*target=drive*) echo '(hd0,msdos1)' ;;
*target=compatibility_hint*) echo hd0,msdos1 ;;
*) : ;;
esac
PROBE
chmod 755 /usr/sbin/grub-probe
update-grub >/dev/null 2>&1
mv /usr/sbin/grub-probe.real /usr/sbin/grub-probe
grub-script-check /boot/grub/grub.cfg
