package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.Commands;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GRUB's choice for one boot: {@code next_entry} in its environment, which grub-reboot sets and the generated grub.cfg clears
 * before it boots (00_header). GRUB clears it only where it can write to the disk that the environment lies on, and where it
 * cannot the choice stays for ever (grub-reboot(8)). So it is asked first, by grub-probe, as grub-reboot and 00_header ask.
 */
final class GrubOnce implements OnceChoice {

    private static final Duration BOUND = Duration.ofSeconds(30);
    /**
     * GRUB writes over the blocks that hold the file (check_blocklists, grub-core/commands/loadenv.c), which is right where a
     * file's blocks hold its plain bytes and stay where they are: ext2 to 4, as the lab has; what RHEL and the ESP have.
     * Debian's check_writable (00_header) names some where it is not; what neither names is not known to be either.
     */
    private static final Set<String> WRITABLE = Set.of("ext2", "xfs", "fat");
    /** What 00_header writes where it asked grub-probe itself, for recordfail. */
    private static final Pattern SAYS_SO = Pattern.compile("# GRUB lacks write support for (\\S+),");

    private final Host host;
    private final HostPath configuration;
    private final HostPath environment;
    /** Fedora's and SUSE's programs are called grub2-…. */
    private final String prefix;

    GrubOnce(Host host, HostPath configuration) {
        this.host = host;
        this.configuration = configuration;
        this.environment = configuration.parent().resolve("grubenv");
        this.prefix = host.commands().has("grub2-reboot") ? "grub2-" : "grub-";
    }

    @Override
    public Optional<String> obstacle() {
        Optional<String> missing = List.of("reboot", "editenv", "probe").stream().map(prefix::concat)
                .filter(program -> !host.commands().has(program)).findFirst();
        if (missing.isPresent()) {
            return missing.map("%s is not on the PATH: install it"::formatted);
        }
        String script = host.files().read(configuration).orElse("");
        if (!GrubMenu.parse(script, GrubEnvironment.parse("")).clearsOnce()) {
            return Optional.of("%s does not clear a choice for one boot (next_entry)".formatted(configuration));
        }
        Matcher saysSo = SAYS_SO.matcher(script);
        if (saysSo.find()) {
            return Optional.of(cannotWrite(saysSo.group(1)));
        }
        HostPath place = host.files().exists(environment) ? environment : environment.parent();
        try {
            // LVM, MD RAID (diskfilter, mdraid1x) and encryption show as abstractions.
            String abstractions = probe("abstraction", place);
            String fileSystem = probe("fs", place);
            return Optional.of(abstractions.isEmpty() ? fileSystem : abstractions)
                    .filter(on -> !WRITABLE.contains(on)).map(this::cannotWrite);
        } catch (FairleadException e) {
            return Optional.of("it cannot be told whether GRUB can write to %s: %s".formatted(place, e.getMessage()));
        }
    }

    private String cannotWrite(String on) {
        return "GRUB cannot be relied on to write to %s, which lies on %s, and where it cannot, its choice for one boot stays the default for ever (grub-reboot(8))"
                .formatted(environment, Printable.of(on));
    }

    private String probe(String target, HostPath place) {
        return run("probe", "--target=" + target, place.toString()).strip().replaceAll("\\s+", " ");
    }

    @Override
    public Optional<String> chosen() {
        return GrubEnvironment.parse(host.files().read(environment).orElse("")).get("next_entry");
    }

    @Override
    public void choose(String id) {
        run("reboot", id);
    }

    @Override
    public void clear() {
        run("editenv", environment.toString(), "unset", "next_entry");
    }

    @Override
    public List<UndoStep> nativeClear(String id) {
        return List.of(new UndoStep.RunNative(BootOnceProgram.NAME, List.of(environment.toString(), id), ""));
    }

    private String run(String program, String... arguments) {
        List<String> line = new ArrayList<>(List.of(prefix + program));
        line.addAll(List.of(arguments));
        Commands.Result result = host.commands().run(BOUND, line);
        Generator.succeeded(line, result);
        return result.output();
    }
}
