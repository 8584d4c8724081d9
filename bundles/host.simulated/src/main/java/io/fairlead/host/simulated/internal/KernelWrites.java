package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.Errno;
import io.fairlead.host.simulated.internal.Sysfs.Found;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries writes to the part of the kernel they are meant for. To be called with the machine's lock. */
final class KernelWrites {

    private static final Pattern DEVICE = Pattern.compile("devices/pci[^/]+/([^/]+)");
    private static final Pattern ATTRIBUTE = Pattern.compile(DEVICE.pattern() + "/([^/]+)");
    private static final Pattern DRIVER = Pattern.compile("bus/pci/drivers/([^/]+)/(bind|unbind)");

    private final Machine machine;
    private final Sysfs sysfs;
    private final Drivers drivers;
    private final SriovControl sriov;

    KernelWrites(Machine machine) {
        this.machine = machine;
        this.sysfs = new Sysfs(machine);
        this.drivers = new Drivers(machine);
        this.sriov = new SriovControl(machine, drivers);
    }

    /** Writes one line to a file of sysfs; may wait for the holder of a VF, without end. */
    void write(HostPath file, String value) throws KernelError {
        machine.writes.add(file.path() + "=" + value);
        String path = real(file);
        if (!machine.privileged) {
            throw new KernelError(Errno.EACCES);
        }
        Matcher attribute = ATTRIBUTE.matcher(path);
        Matcher driver = DRIVER.matcher(path);
        if (attribute.matches()) {
            writeAttribute(function(attribute.group(1)), attribute.group(2), value);
        } else if (driver.matches() && driver.group(2).equals("bind")) {
            drivers.bind(driver.group(1), function(value));
        } else if (driver.matches()) {
            unbind(driver.group(1), function(value));
        } else if (path.equals("bus/pci/drivers_probe")) {
            drivers.probe(function(value));
        } else {
            throw new KernelError(Errno.EACCES);
        }
    }

    /** Sets an interface up, as {@code ip link set NAME up}; answers why it could not. */
    Optional<String> setUp(String name) {
        machine.writes.add(name + " up");
        NetInterface link = machine.hostInterfaces.get(name);
        if (link == null) {
            return Optional.of("%s cannot be set up: Cannot find device \"%s\"".formatted(name, name));
        }
        if (!machine.privileged) {
            return Optional.of("%s cannot be set up: %s".formatted(name, Errno.EPERM.words()));
        }
        link.up = true;
        return Optional.empty();
    }

    /** The PF that has this directory. */
    SriovCapability physicalFunction(HostPath directory) throws KernelError {
        Matcher device = DEVICE.matcher(real(directory));
        if (!device.matches()) {
            throw new KernelError(Errno.ENOENT);
        }
        return function(device.group(1)).sriov.orElseThrow(() -> new KernelError(Errno.ENOENT));
    }

    private void writeAttribute(PciFunction function, String attribute, String value) throws KernelError {
        switch (attribute) {
            case "sriov_numvfs" -> sriov.setCount(function, value);
            case "sriov_drivers_autoprobe" -> sriov.setAutoprobe(function, value);
            case "driver_override" -> drivers.override(function, value);
            default -> throw new KernelError(Errno.EACCES);
        }
    }

    private void unbind(String driver, PciFunction function) throws KernelError {
        if (function.driver.filter(driver::equals).isPresent()) {
            sriov.driverGoes(function);
        }
        drivers.unbind(driver, function);
    }

    private String real(HostPath file) throws KernelError {
        if (file.root() != HostPath.Root.SYS) {
            throw new KernelError(Errno.ENOENT);
        }
        return sysfs.follow(file.path()).map(Found::path).orElseThrow(() -> new KernelError(Errno.ENOENT));
    }

    private PciFunction function(String address) throws KernelError {
        PciFunction function = machine.functions.get(address);
        if (function == null) {
            throw new KernelError(Errno.ENODEV);
        }
        return function;
    }
}
