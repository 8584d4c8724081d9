# The power switch of a guest, for boot and reboot; $dir is its directory, with what boot wrote there.

# Starts the emulator and returns when the guest answers.
power_on() {
    # What boot wrote: image, port, kernel.
    . "$dir/machine"
    # Whatever ends this script before the guest has answered ends the emulator too.
    trap power_off EXIT
    trap 'exit 1' INT TERM HUP

    # The emulator runs inside the tree it was installed in; what it needs of the outside is mounted there, in a mount
    # namespace of its own that goes with it.
    unshare --mount --propagation private sh -eu -s "$image" "$dir" "$port" "$kernel" <<'BOOT' >"$dir/emulator.log" 2>&1 ||
image=$1 dir=$2 port=$3 kernel=$4
# Held by the emulator as long as it runs, so that build does not take the image away.
exec 9<"$image/lock"
flock --shared 9
tree=$image/tree
mkdir -p "$tree/mnt/image" "$tree/mnt/run"
mount --bind "$image" "$tree/mnt/image"
mount --bind "$dir" "$tree/mnt/run"
mount --bind /dev "$tree/dev"
mount -t proc proc "$tree/proc"
if [ ! -e "$dir/disk.qcow2" ]; then
    chroot "$tree" qemu-img create -q -f qcow2 -F raw -b /mnt/image/disk.img /mnt/run/disk.qcow2
fi
# no_timer_check: with interrupts remapped the kernel panics when it sees too few ticks of the timer in a moment in which this
# machine is busy (timer_irq_works, arch/x86/kernel/apic/io_apic.c); KVM's guests do not look either.
set -- -device intel-iommu,intremap=on,device-iotlb=on
if [ -n "$kernel" ]; then
    set -- "$@" -kernel /mnt/image/vmlinuz -initrd /mnt/image/initrd.img \
        -append "root=/dev/vda1 rw console=ttyS0 no_timer_check quiet $kernel"
fi
# -no-reboot: a guest that reboots ends the emulator, and reboot starts another: so each boot is one from power-on.
# writethrough: what the guest has synced is in the file when the emulator is killed, and nothing else need be.
exec chroot "$tree" qemu-system-x86_64 -daemonize -pidfile /mnt/run/pid -display none -no-reboot \
    -serial file:/mnt/run/console.log -monitor unix:/mnt/run/monitor,server,nowait \
    -M q35,kernel-irqchip=off -accel tcg,thread=multi -cpu max -smp 2 -m 4096 "$@" \
    -drive file=/mnt/run/disk.qcow2,if=virtio,cache=writethrough \
    -netdev "user,id=m,net=10.0.2.0/24,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=m \
    -device pcie-root-port,id=r1,bus=pcie.0,chassis=1,slot=1 \
    -netdev user,id=a,restrict=on,net=10.0.3.0/24 -device igb,netdev=a,bus=r1,acpi-index=4 \
    -device pcie-root-port,id=r2,bus=pcie.0,chassis=2,slot=2 \
    -netdev user,id=b,restrict=on,net=10.0.4.0/24 -device igb,netdev=b,bus=r2,acpi-index=5
BOOT
        die "the emulator did not start: $(tail -n 3 "$dir/emulator.log")"

    deadline=$(($(date +%s) + 240))
    until ssh -F "$dir/ssh_config" lab true </dev/null 2>/dev/null; do
        powered || die "the emulator ended: $(tail -n 3 "$dir/emulator.log" "$dir/console.log")"
        if [ "$(date +%s)" -gt "$deadline" ]; then
            tail -n 20 "$dir/console.log" >&2
            die "the guest did not answer within 4 minutes; above is the end of its console"
        fi
        sleep 1
    done
    trap - EXIT
}

# Whether the emulator runs.
powered() {
    [ -e "$dir/pid" ] && kill -0 "$(cat "$dir/pid")" 2>/dev/null
}

# Cuts the power: returns when the emulator is gone.
power_off() {
    ssh -F "$dir/ssh_config" -O exit lab 2>/dev/null || true
    while powered; do
        kill -KILL "$(cat "$dir/pid")" 2>/dev/null || true
        sleep 0.1
    done
    rm -f "$dir/pid"
}
