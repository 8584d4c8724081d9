package io.fairlead.nic.nvidia.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicFirmware;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A ConnectX's firmware by mstconfig(1), which comes with mstflint. */
record Mstconfig(NicContext context) implements NicFirmware {

    private static final String PROGRAM = "mstconfig";
    private static final String VFS = "NUM_OF_VFS";
    private static final String ENABLED = "SRIOV_EN";

    @Override
    public FirmwareVfs read() {
        String shown = run(List.of("-e", "query", ENABLED, VFS));
        List<String> enabled = values(shown, ENABLED);
        List<String> vfs = values(shown, VFS);
        return new FirmwareVfs(isOn(now(enabled)), number(now(vfs)), isOn(enabled.getLast()), number(vfs.getLast()));
    }

    @Override
    public void write(int vfs) {
        String _ = run(vfs == 0
                ? List.of("-y", "set", ENABLED + "=0")
                : List.of("-y", "set", ENABLED + "=1", VFS + "=" + vfs));
    }

    /** With {@code -e} the columns are default, current and next boot; old firmware has no current. */
    private static String now(List<String> values) {
        return values.size() == 3 ? values.get(1) : values.getLast();
    }

    /** The values of a parameter, in whose line a star says that the next differs from the others. */
    private List<String> values(String shown, String parameter) {
        for (String line : shown.lines().toList()) {
            List<String> words = Arrays.stream(line.replace('*', ' ').strip().split("\\s+", -1)).toList();
            if (words.getFirst().equals(parameter) && words.size() > 1) {
                return words.subList(1, words.size());
            }
        }
        throw new FairleadException(Kind.HOST_FAILED,
                "mstconfig does not tell the %s of %s: see what 'mstconfig -d %s query' says".formatted(parameter,
                        pci(),
                        pci()));
    }

    private static boolean isOn(String value) {
        return value.equals("1") || value.endsWith("(1)");
    }

    private int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "mstconfig tells a %s of %s that is no number: %s".formatted(VFS, pci(), value), e);
        }
    }

    private String run(List<String> words) {
        if (!context.hasProgram(PROGRAM)) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "the firmware of %s is read and changed by mstconfig, which is not there: install mstflint"
                            .formatted(pci()));
        }
        if (context.lockedDown()) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "the kernel is locked down and keeps mstconfig from the firmware of %s: boot without Secure Boot and lockdown= to change it"
                            .formatted(pci()));
        }
        List<String> line = new ArrayList<>(List.of(PROGRAM, "-d", pci()));
        line.addAll(words);
        NicContext.Output output = context.run(line);
        if (output.status() != 0) {
            String said = (output.error() + " " + output.text()).strip();
            throw new FairleadException(Kind.HOST_FAILED,
                    "'%s' failed: %s".formatted(String.join(" ", line), said.replaceAll("\\s*\\R\\s*", ", ")));
        }
        return output.text();
    }

    private String pci() {
        return context.function().pci().toString();
    }
}
