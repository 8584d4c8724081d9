package io.fairlead.testkit;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.NicRecording;
import io.fairlead.api.NicRecording.Program;
import io.fairlead.api.PciAddress;
import io.fairlead.host.Commands;
import io.fairlead.host.simulated.KernelDriver;
import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.NicDescription.Ids;
import io.fairlead.host.simulated.NicDescription.Sriov;
import io.fairlead.host.simulated.SimulatedHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A card by its recording, which {@code fairlead nic:record PF} has printed where it is.
 *
 * @param recording what was seen of it
 */
public record RecordedNic(NicRecording recording) {

    /** So long a name is that of the interface, as sysfs has it: {@code net/eno4/address}. */
    private static final String NET = "net/";

    /**
     * Reads a recording.
     *
     * @throws UncheckedIOException when the file cannot be read or is no recording
     */
    public static RecordedNic read(Path file) {
        try {
            return new RecordedNic(recording(JSON.std.mapFrom(Files.readString(file))));
        } catch (IOException e) {
            throw new UncheckedIOException("%s is no recording of a NIC".formatted(file), e);
        }
    }

    private static NicRecording recording(Map<String, Object> shape) throws IOException {
        if (!(shape.get("pci") instanceof String pci && shape.get("kernel") instanceof String kernel
                && shape.get("files") instanceof Map<?, ?> files
                && shape.get("programs") instanceof List<?> programs)) {
            throw new IOException("it lacks one of pci, kernel, files and programs");
        }
        TreeMap<String, String> content = new TreeMap<>();
        files.forEach((name, text) -> content.put(String.valueOf(name), String.valueOf(text)));
        return new NicRecording(PciAddress.parse(pci).orElseThrow(() -> new IOException(pci + " is no PCI address")),
                kernel, content,
                programs.stream().filter(Map.class::isInstance).map(Map.class::cast).map(RecordedNic::program)
                        .toList());
    }

    private static Program program(Map<?, ?> said) {
        return new Program(text(said, "line"), said.get("status") instanceof Integer status ? status : -1,
                text(said, "text"), text(said, "error"));
    }

    private static String text(Map<?, ?> of, String key) {
        return String.valueOf(of.get(key));
    }

    /**
     * The card, to be put into a simulated host: with its ids, and as many VFs at the same distance.
     *
     * @param kernelDriver how the kernel's driver treats it, which no recording can tell; its name must be that of the
     *            driver that was recorded
     * @throws IllegalArgumentException for a driver of another name
     */
    public NicDescription inSimulation(KernelDriver kernelDriver) {
        if (!kernelDriver.name().equals(recording.files().get("driver"))) {
            throw new IllegalArgumentException("the card was recorded under the kernel driver %s, not under %s"
                    .formatted(recording.files().get("driver"), kernelDriver.name()));
        }
        Optional<Sriov> sriov = number("sriov_totalvfs").map(total -> Sriov.of(total,
                Integer.parseInt(recording.files().get("sriov_vf_device"), 16), number("sriov_offset").orElse(1),
                number("sriov_stride").orElse(1)));
        return new NicDescription(recording.pci(), new Ids(hex("vendor"), hex("device"), hex("subsystem_vendor"),
                hex("subsystem_device")), kernelDriver, interfaceName(), true, 10_000, sriov);
    }

    /** Has the host's programs say what was recorded, as far as they were asked the same. */
    public void speakOn(SimulatedHost host) {
        recording.programs().stream().map(program -> program.line().split(" ", 2)[0]).distinct()
                .forEach(name -> host.install(name, this::answer));
    }

    private Commands.Result answer(List<String> arguments) {
        String line = String.join(" ", arguments);
        return recording.programs().stream().filter(program -> program.line().equals(line)).findFirst()
                .map(program -> new Commands.Result(program.status(), program.text(), program.error()))
                .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED, "'%s' was not recorded".formatted(line)));
    }

    private String interfaceName() {
        return recording.files().keySet().stream().filter(name -> name.startsWith(NET))
                .map(name -> name.split("/", -1)[1]).findFirst().orElse("eth0");
    }

    private Optional<Integer> number(String file) {
        return Optional.ofNullable(recording.files().get(file)).map(Integer::valueOf);
    }

    private int hex(String file) {
        return Integer.decode(recording.files().getOrDefault(file, "0"));
    }
}
