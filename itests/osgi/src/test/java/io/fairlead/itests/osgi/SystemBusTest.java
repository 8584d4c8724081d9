package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.SystemBus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** The system bus as the image's bundle speaks to it, with the library that lies in it, on a real dbus-daemon. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SystemBusTest {

    private static final String ROOT = "fairlead.root";
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final BusObject DBUS = new BusObject("org.freedesktop.DBus", "/org/freedesktop/DBus",
            "org.freedesktop.DBus");

    @Inject
    private BundleContext context;
    @Inject
    private SystemBus bus;

    private Process daemon;

    @Configuration
    public Option[] image() throws IOException {
        // Not below target: a socket's name has at most 108 bytes.
        Path root = Files.createTempDirectory("fairlead");
        root.toFile().deleteOnExit();
        return new Option[]{Image.real(), frameworkProperty(ROOT).value(root.toString())};
    }

    @Test
    public void theBusOfTheHostIsSpokenTo() throws Exception {
        assumeTrue("dbus-daemon is not installed", Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "dbus-daemon"))));
        assertTrue(bus.status() instanceof BusStatus.Unused);
        assertEquals(Reason.NO_BUS, assertThrows(BusException.class, () -> bus.owner("a.b", BOUND)).reason());

        BlockingQueue<Boolean> there = new ArrayBlockingQueue<>(10);
        bus.watch("org.freedesktop.DBus", owner -> there.add(owner.isPresent()));
        assertEquals(false, there.poll(10, TimeUnit.SECONDS));
        startDaemon();
        assertEquals(true, there.poll(10, TimeUnit.SECONDS));

        String ourName = (String) castToList(bus.call(DBUS.call("ListNames"), BOUND).getFirst()).getLast();
        Map<?, ?> we = (Map<?, ?>) bus.call(DBUS.call("GetConnectionCredentials", "s", ourName), BOUND).getFirst();
        assertEquals(ProcessHandle.current().pid(), we.get("ProcessID"));
        assertEquals(Optional.empty(), bus.owner("a.b", BOUND));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> castToList(Object value) {
        return (List<Object>) value;
    }

    private void startDaemon() throws IOException {
        Path socket = Path.of(context.getProperty(ROOT), "run/dbus/system_bus_socket");
        Files.createDirectories(socket.getParent());
        daemon = new ProcessBuilder("dbus-daemon", "--session", "--nofork", "--nopidfile",
                "--address=unix:path=" + socket).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @After
    public void endDaemon() {
        if (daemon != null) {
            daemon.destroyForcibly().onExit().join();
        }
    }
}
