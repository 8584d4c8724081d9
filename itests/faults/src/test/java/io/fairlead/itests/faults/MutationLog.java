package io.fairlead.itests.faults;

import io.fairlead.api.FairleadException;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.HostPath;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import io.fairlead.host.XdpSocket;
import io.fairlead.host.simulated.SimulatedHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every change that a process makes to its simulated host, written ahead with one write(2) each: what a kernel outside the
 * process would have been asked by the time of its SIGKILL. A last entry that is cut short was not asked.
 */
public final class MutationLog {

    private enum Kind {
        WRITE, DELETE, SET_VF, OPERATE, COMMAND, HOLD, RELEASE, STORY
    }

    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    private final OutputStream log;

    /** Begins a log. */
    public MutationLog(Path file) throws IOException {
        this.log = Files.newOutputStream(file);
    }

    private synchronized void add(Kind kind, Fields fields) {
        try {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(entry);
            out.writeInt(0);
            out.writeUTF(kind.name());
            fields.write(out);
            byte[] bytes = entry.toByteArray();
            ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES);
            log.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process tells of itself. */
    public void tell(String text) {
        add(Kind.STORY, out -> bytes(out, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A guest takes a VF. */
    public void hold(SimulatedHost host, String pf, int index, String guest) {
        add(Kind.HOLD, out -> {
            out.writeUTF(pf);
            out.writeInt(index);
            out.writeUTF(guest);
        });
        host.hold(pf, index, guest);
    }

    /** A guest ends. */
    public void release(SimulatedHost host, String guest) {
        add(Kind.RELEASE, out -> out.writeUTF(guest));
        host.release(guest);
    }

    /** Files that are logged. */
    public DurableFiles files(DurableFiles files) {
        return new DurableFiles() {
            @Override
            public List<HostPath> write(HostPath file, byte[] content, int mode) {
                add(Kind.WRITE, out -> {
                    path(out, file);
                    bytes(out, content);
                    out.writeInt(mode);
                });
                return files.write(file, content, mode);
            }

            @Override
            public void append(HostPath file, byte[] bytes) {
                throw new UnsupportedOperationException("nothing that is killed here adds to " + file);
            }

            @Override
            public void delete(HostPath file) {
                add(Kind.DELETE, out -> path(out, file));
                files.delete(file);
            }

            @Override
            public boolean deleteEmpty(HostPath directory) {
                return files.deleteEmpty(directory);
            }
        };
    }

    /** Interfaces that are logged. */
    public Links links(Links links) {
        return new Links() {
            @Override
            public List<Link> links() {
                return links.links();
            }

            @Override
            public List<Route> routes() {
                return links.routes();
            }

            @Override
            public List<ForeignLink> inOtherNamespaces() {
                return links.inOtherNamespaces();
            }

            @Override
            public List<XdpSocket> xdpSockets() {
                return links.xdpSockets();
            }

            @Override
            public void setVf(String pf, int index, VfAttributes wanted) {
                add(Kind.SET_VF, out -> {
                    out.writeUTF(pf);
                    out.writeInt(index);
                    attributes(out, wanted);
                });
                links.setVf(pf, index, wanted);
            }
        };
    }

    /** Operations that are logged. */
    public SlowOperations operations(SlowOperations operations) {
        return new SlowOperations() {
            @Override
            public Outcome run(SlowOperation operation, Duration patience) {
                add(Kind.OPERATE, out -> operation(out, operation, patience));
                return operations.run(operation, patience);
            }

            @Override
            public Map<PciAddress, Operation> records() {
                return operations.records();
            }
        };
    }

    /** Programs that are logged. */
    public Commands commands(Commands commands) {
        return new Commands() {
            @Override
            public Result run(Duration bound, List<String> arguments, String input) {
                add(Kind.COMMAND, out -> {
                    strings(out, arguments);
                    out.writeUTF(input);
                });
                return commands.run(bound, arguments, input);
            }

            @Override
            public boolean has(String program) {
                return commands.has(program);
            }
        };
    }

    /** Makes the changes to a host as it was when the log was begun; answers what the process told, in order. */
    public static List<String> replay(Path file, SimulatedHost host) throws IOException {
        List<String> told = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (true) {
                byte[] entry = in.readNBytes(Integer.BYTES);
                if (entry.length < Integer.BYTES) {
                    return told;
                }
                int length = ByteBuffer.wrap(entry).getInt();
                byte[] fields = in.readNBytes(length);
                if (fields.length < length) {
                    return told;
                }
                make(new DataInputStream(new ByteArrayInputStream(fields)), host, told);
            }
        } catch (EOFException e) {
            throw new IOException(file + " has an entry that is too short", e);
        }
    }

    private static void make(DataInputStream in, SimulatedHost host, List<String> told) throws IOException {
        try {
            switch (Kind.valueOf(in.readUTF())) {
                case WRITE -> host.durableFiles().write(path(in), bytes(in), in.readInt());
                case DELETE -> host.durableFiles().delete(path(in));
                case SET_VF -> host.links().setVf(in.readUTF(), in.readInt(), attributes(in));
                case OPERATE -> operate(in, host);
                case COMMAND -> host.commands().run(Duration.ofSeconds(10), strings(in), in.readUTF());
                case HOLD -> host.hold(in.readUTF(), in.readInt(), in.readUTF());
                case RELEASE -> host.release(in.readUTF());
                case STORY -> told.add(new String(bytes(in), StandardCharsets.UTF_8));
            }
        } catch (FairleadException _) {
            // the host refused the process too
        }
    }

    private static void operation(DataOutputStream out, SlowOperation operation, Duration patience)
            throws IOException {
        out.writeUTF(operation.function().toString());
        out.writeUTF(operation.what());
        strings(out, operation.waitingFor());
        out.writeLong(operation.bound().toMillis());
        out.writeLong(patience.toMillis());
        out.writeInt(operation.steps().size());
        for (Step step : operation.steps()) {
            out.writeUTF(step.getClass().getSimpleName());
            switch (step) {
                case Step.Write(HostPath file, String value) -> {
                    path(out, file);
                    out.writeUTF(value);
                }
                case Step.SetUp(String name) -> out.writeUTF(name);
                case Step.AwaitVfs(HostPath pf, int count, Duration settleTime) -> {
                    path(out, pf);
                    out.writeInt(count);
                    out.writeLong(settleTime.toMillis());
                }
            }
        }
    }

    private static void operate(DataInputStream in, SimulatedHost host) throws IOException {
        PciAddress function = PciAddress.parse(in.readUTF()).orElseThrow();
        String what = in.readUTF();
        List<String> waitingFor = strings(in);
        Duration bound = Duration.ofMillis(in.readLong());
        Duration patience = Duration.ofMillis(in.readLong());
        List<Step> steps = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            steps.add(switch (in.readUTF()) {
                case "Write" -> new Step.Write(path(in), in.readUTF());
                case "SetUp" -> new Step.SetUp(in.readUTF());
                default -> new Step.AwaitVfs(path(in), in.readInt(), Duration.ofMillis(in.readLong()));
            });
        }
        host.operations().run(new SlowOperation(function, what, waitingFor, bound, steps), patience);
    }

    private static void attributes(DataOutputStream out, VfAttributes set) throws IOException {
        strings(out, List.of(text(set.mac()), set.vlan().map(vlan -> "%d %d %s".formatted(vlan.id(), vlan.qos(),
                vlan.protocol().name())).orElse(""), text(set.spoofCheck()), text(set.trust()),
                set.linkState().map(LinkState::name).orElse(""), text(set.minRate()), text(set.maxRate())));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private static VfAttributes attributes(DataInputStream in) throws IOException {
        List<String> texts = strings(in);
        return new VfAttributes(value(texts.get(0), MacAddress::new), value(texts.get(1), MutationLog::vlan),
                value(texts.get(2), Boolean::valueOf), value(texts.get(3), Boolean::valueOf),
                value(texts.get(4), LinkState::valueOf), value(texts.get(5), Integer::valueOf),
                value(texts.get(6), Integer::valueOf));
    }

    private static Vlan vlan(String text) {
        List<String> words = List.of(text.split(" ", -1));
        return new Vlan(Integer.parseInt(words.get(0)), Integer.parseInt(words.get(1)),
                Vlan.Protocol.valueOf(words.get(2)));
    }

    private static <T> Optional<T> value(String text, Function<String, T> read) {
        return text.isEmpty() ? Optional.empty() : Optional.of(read.apply(text));
    }

    private static void path(DataOutputStream out, HostPath file) throws IOException {
        out.writeUTF(file.root().name());
        out.writeUTF(file.path());
    }

    private static HostPath path(DataInputStream in) throws IOException {
        return new HostPath(HostPath.Root.valueOf(in.readUTF()), in.readUTF());
    }

    private static void bytes(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static void strings(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
