# Becomes the init of a rig: to be run in namespaces of its own. inside.sh DIR TREE PROGRAMS
set -eu
dir=$1
tree=$2
programs=$3

mount -t tmpfs -o mode=755 tmpfs "$dir/layer"
mkdir "$dir/layer/upper" "$dir/layer/work" "$dir/layer/root"
root=$dir/layer/root
mount -t overlay overlay -o "lowerdir=$tree,upperdir=$dir/layer/upper,workdir=$dir/layer/work" "$root"
cp "$programs"/* "$root/usr/local/sbin/"
[ ! -d "$dir/before" ] || cp -a "$dir/before/." "$root/"
# Tests restart a daemon more often than systemd lets a host do it: five times in ten seconds.
mkdir -p "$root/etc/systemd/system.conf.d"
printf '[Manager]\nDefaultStartLimitIntervalSec=0\n' >"$root/etc/systemd/system.conf.d/rig.conf"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for node in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0"; do
    # shellcheck disable=SC2086 # three words
    set -- $node
    mknod -m 666 "$root/dev/$1" c "$2" "$3"
done
mknod -m 600 "$root/dev/console" c 5 1
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/net"
mknod -m 666 "$root/dev/net/tun" c 10 200
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
hostname rig
cd "$root"
mkdir oldroot
pivot_root . oldroot
umount -l /oldroot
rmdir /oldroot
exec env -i container=rig PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init systemd.unit=multi-user.target
