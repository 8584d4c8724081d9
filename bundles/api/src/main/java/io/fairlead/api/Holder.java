package io.fairlead.api;

/** Somebody who uses a VF, and from whom it must not be taken. */
public sealed interface Holder {

    /** One phrase that names the holder, for a message: {@code guest t1}. */
    String describe();

    /**
     * Whether the kernel waits for this holder when the VF is removed. With VFIO it waits, without end, in
     * {@code vfio_unregister_group_dev} (drivers/vfio/vfio_main.c); a network interface simply vanishes.
     */
    boolean blocksRemoval();

    /**
     * A virtual machine that has the VF's VFIO group or device open.
     *
     * @param name the guest's name, from the emulator's command line or from libvirt's status file
     * @param pid the emulator's process
     */
    record Guest(String name, long pid) implements Holder {
        @Override
        public String describe() {
            return "guest " + name;
        }

        @Override
        public boolean blocksRemoval() {
            return true;
        }
    }

    /**
     * Another process that has a device of the VF open, or a socket on it: DPDK, RDMA, vDPA, AF_XDP.
     *
     * @param command the process's name
     * @param pid its number, 0 where the kernel does not tell
     * @param through what it has open, {@code /dev/vfio/12} or {@code AF_XDP socket}
     */
    record HostProcess(String command, long pid, String through) implements Holder {
        @Override
        public String describe() {
            return "process %s (pid %d, %s)".formatted(command, pid, through);
        }

        @Override
        public boolean blocksRemoval() {
            return through.contains("vfio");
        }
    }

    /**
     * A network namespace into which the VF's interface was moved.
     *
     * @param name as {@code ip netns} names it, else {@code of pid N}, else {@code (unknown)}
     */
    record Namespace(String name) implements Holder {
        @Override
        public String describe() {
            return "network namespace " + name;
        }

        @Override
        public boolean blocksRemoval() {
            return false;
        }
    }

    /**
     * The VF's interface on the host, in use.
     *
     * @param name the interface
     * @param use what makes it used: {@code address 192.0.2.1/24}, {@code master br0}, {@code macvtap macvtap0}
     */
    record Interface(String name, String use) implements Holder {
        @Override
        public String describe() {
            return "interface %s with %s".formatted(name, use);
        }

        @Override
        public boolean blocksRemoval() {
            return false;
        }
    }

    /**
     * A holder that only another bundle knows.
     *
     * @param description one phrase that names it
     * @param blocksRemoval whether the kernel would wait for it
     */
    record Other(String description, boolean blocksRemoval) implements Holder {
        @Override
        public String describe() {
            return description;
        }
    }
}
