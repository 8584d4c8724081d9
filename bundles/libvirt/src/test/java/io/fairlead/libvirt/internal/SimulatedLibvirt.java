package io.fairlead.libvirt.internal;

import io.fairlead.api.Inventory;
import io.fairlead.host.Commands;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * libvirt's networks as virsh tells and changes them, with their files, by what was seen of 9.0 and 11.3: a definition of a
 * started network does not disturb it, a started one that is undefined goes on, and one lists the VFs of when it started.
 */
final class SimulatedLibvirt implements Commands {

    private static final Result OK = new Result(0, "", "");

    private final SimulatedHost host;
    private final Inventory pfs;
    private final Map<String, Net> nets = new TreeMap<>();
    private final List<String> changes = new ArrayList<>();
    private boolean running = true;

    /** A network; without a pf it is none that gives out VFs. */
    private static final class Net {
        private UUID id;
        private Optional<String> live = Optional.empty();
        private Optional<String> kept = Optional.empty();
        private boolean autostart;
        private List<String> functions = List.of();
        private final Map<String, String> ports = new TreeMap<>();
    }

    SimulatedLibvirt(SimulatedHost host, Inventory pfs) {
        this.host = host;
        this.pfs = pfs;
    }

    void stop() {
        running = false;
    }

    /** What was changed, by the commands' words. */
    List<String> changes() {
        return changes;
    }

    void forgetChanges() {
        changes.clear();
    }

    /** A guest starts with a VF of a network. */
    void givePort(String network, String guest) {
        nets.get(network).ports.put("11111111-2222-3333-4444-555555555555", guest);
    }

    void endPorts(String network) {
        nets.get(network).ports.clear();
    }

    List<String> functionsOf(String network) {
        return nets.get(network).functions;
    }

    /** Somebody else makes a network. */
    void define(String document) {
        virsh(List.of("net-define", "/dev/stdin"), document);
        changes.clear();
    }

    @Override
    public boolean has(String program) {
        return program.equals("virsh") || program.equals("systemctl");
    }

    @Override
    public Result run(Duration bound, List<String> arguments, String input) {
        if (arguments.getFirst().equals("systemctl")) {
            return new Result(0, "active\ninactive\ninactive\n", "");
        }
        if (!running) {
            return new Result(1, "", "error: failed to connect to the hypervisor\nerror: Failed to connect socket");
        }
        List<String> words = arguments.subList(arguments.indexOf("qemu:///system") + 1, arguments.size());
        if (words.size() == 1) {
            StringBuilder all = new StringBuilder();
            for (String one : words.getFirst().split("; ", -1)) {
                all.append(virsh(List.of(one.split(" ", -1)), input).output());
            }
            return new Result(0, all.toString(), "");
        }
        return virsh(words, input);
    }

    private Result virsh(List<String> words, String input) {
        String command = words.getFirst();
        if (!List.of("uri", "connect", "version", "echo", "list", "net-list", "net-dumpxml", "net-uuid",
                "net-port-list", "net-port-dumpxml").contains(command)) {
            changes.add(String.join(" ", words).replace(" /dev/stdin", "").replace("--network ", ""));
        }
        return switch (command) {
            case "version" -> told("Running against daemon: 11.3.0\n");
            case "echo" -> told(words.getLast());
            case "net-list" -> told(list(words));
            case "net-dumpxml" -> found(words).map(net -> told(dump(net, words.contains("--inactive"))))
                    .orElse(refused("no such network"));
            case "net-uuid" -> found(words).map(net -> told(net.getValue().id.toString()))
                    .orElse(refused("no such network"));
            case "net-port-list" -> found(words)
                    .map(net -> told(String.join("\n", net.getValue().ports.keySet()))).orElse(refused("no network"));
            case "net-port-dumpxml" -> told(port(nets.values().stream().flatMap(net -> net.ports.values().stream())
                    .findFirst().orElseThrow()));
            case "net-create" -> create(input);
            case "net-define" -> defined(input);
            case "net-start", "net-destroy", "net-undefine", "net-autostart" ->
                found(words).map(net -> change(command, words, net)).orElse(refused("no such network"));
            case "create" -> guest();
            default -> OK;
        };
    }

    private String list(List<String> words) {
        Predicate<Net> wanted = net -> (words.contains("--all") || net.live.isPresent())
                && (!words.contains("--persistent") || net.kept.isPresent())
                && (!words.contains("--autostart") || net.autostart);
        return nets.values().stream().filter(wanted).map(net -> net.id + "\n").collect(Collectors.joining());
    }

    private Optional<Map.Entry<String, Net>> found(List<String> words) {
        return nets.entrySet().stream()
                .filter(net -> words.contains(net.getKey()) || words.contains(net.getValue().id.toString()))
                .findFirst();
    }

    private String dump(Map.Entry<String, Net> net, boolean inactive) {
        Net state = net.getValue();
        if (state.live.isEmpty() || (inactive && state.kept.isPresent())) {
            return state.kept.orElseThrow();
        }
        String addresses = state.functions.stream().map(vf -> vf.split("[:.]", -1))
                .map("<address type='pci' domain='0x%1$s' bus='0x%2$s' slot='0x%3$s' function='0x%4$s'/>\n"::formatted)
                .collect(Collectors.joining());
        return state.live.orElseThrow().replace("</forward>", addresses + "</forward>");
    }

    private static String port(String guest) {
        return Recorded.of("11.3", "port.xml").replace("t 1 &lt;x", guest);
    }

    private Result create(String given) {
        String document = withId(given);
        Network network = Network.parse(document).orElseThrow();
        if (probed(network.name(), "network")) {
            return OK;
        }
        Net net = nets.getOrDefault(network.name(), new Net());
        if (net.live.isPresent() || (net.id != null && !net.id.equals(network.id()))) {
            return refused("network '%s' already exists".formatted(network.name()));
        }
        net.id = network.id();
        return started(network.name(), net, document);
    }

    private Result started(String name, Net net, String document) {
        List<String> functions = pfs.physicalFunction(Network.parse(document).orElseThrow().pfs().getFirst())
                .functions().stream().map(vf -> vf.pci().toString()).toList();
        if (functions.isEmpty()) {
            return refused("internal error: No usable Vf's present on SRIOV PF");
        }
        net.functions = functions;
        net.live = Optional.of(document);
        nets.put(name, net);
        return OK;
    }

    private Result defined(String given) {
        String document = withId(given);
        Network network = Network.parse(document).orElseThrow();
        Net net = nets.computeIfAbsent(network.name(), _ -> new Net());
        if (net.id != null && !net.id.equals(network.id())) {
            return refused("network '%s' is already defined with uuid %s".formatted(network.name(), net.id));
        }
        net.id = network.id();
        net.kept = Optional.of(document.strip());
        host.durableFiles().write(PoolFiles.definition(network.name()),
                ("<!-- generated -->\n" + document.strip() + "\n").getBytes(StandardCharsets.UTF_8), 0600);
        return OK;
    }

    private static String withId(String document) {
        return document.contains("<uuid>")
                ? document
                : document.replace("</name>", "</name>\n  <uuid>%s</uuid>".formatted(UUID.randomUUID()));
    }

    private Result change(String command, List<String> words, Map.Entry<String, Net> entry) {
        Net net = entry.getValue();
        HostPath file = PoolFiles.definition(entry.getKey());
        HostPath link = file.parent().resolve("autostart/" + file.name());
        switch (command) {
            case "net-start" -> {
                return net.live.isPresent()
                        ? refused("network is already active")
                        : started(entry.getKey(), net, net.kept.orElseThrow());
            }
            case "net-destroy" -> {
                if (net.live.isEmpty()) {
                    return refused("network is not active");
                }
                net.live = Optional.empty();
                net.ports.clear();
            }
            case "net-undefine" -> {
                net.kept = Optional.empty();
                net.autostart = false;
                host.durableFiles().delete(link);
                host.durableFiles().delete(file);
            }
            default -> {
                net.autostart = !words.contains("--disable");
                if (net.autostart) {
                    host.durableFiles().write(link, new byte[0], 0600);
                } else {
                    host.durableFiles().delete(link);
                }
            }
        }
        if (net.live.isEmpty() && net.kept.isEmpty()) {
            nets.remove(entry.getKey());
        }
        return OK;
    }

    /** The hook is called for a guest, and refuses it when it is the one that it is to prove itself by. */
    private Result guest() {
        probed("", "qemu");
        return refused("Hook script execution failed");
    }

    private boolean probed(String name, String driver) {
        HostPath probe = HostPath.OUR_RUN.resolve("hook-probe/" + driver);
        boolean meant = host.files().read(probe).filter(wanted -> name.isEmpty() || wanted.equals(name)).isPresent();
        if (meant && Stream.of(Hook.values()).anyMatch(hook -> hook.driver().equals(driver)
                && host.files().exists(hook.file()))) {
            host.durableFiles().write(HostPath.OUR_RUN.resolve("hook-probe/%s.seen".formatted(driver)), new byte[0],
                    0600);
        }
        return meant;
    }

    private static Result told(String output) {
        return new Result(0, output, "");
    }

    private static Result refused(String why) {
        return new Result(1, "", "error: " + why);
    }
}
