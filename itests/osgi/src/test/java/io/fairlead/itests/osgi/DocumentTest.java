package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;

import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentException;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.simulated.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** The document with the sections of the real bundles: its schema, and what is told of bad ones. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DocumentTest {

    private static final Path BAD = Path.of(System.getProperty("bundles"),
            "lifecycle/src/test/resources/io/fairlead/lifecycle/internal/document/bad");
    private static final Path SCHEMA = Path.of(System.getProperty("bundles"), "../config/host.schema.json");
    /** What the real bundles say otherwise than the stand-ins of the lifecycle's own tests. */
    private static final Path OF_THE_BUNDLES = Path.of("src/test/resources/bad-documents");
    /** Those that a host without libvirt cannot be asked about. */
    private static final Set<String> NOT_HERE = Set.of("check-pool");

    @Inject
    private BundleContext context;
    @Inject
    private Lifecycle lifecycle;
    @Inject
    private SimulatedHost host;

    @Configuration
    public Option[] demo() {
        return new Option[]{Image.simulated()};
    }

    @Test
    public void theSchemaThatIsPublishedIsTheOneThatIsUsed() throws IOException {
        assertEquals("record it: fairlead host:schema >config/host.schema.json", Files.readString(SCHEMA).strip(),
                lifecycle.schema().strip());
    }

    @Test
    public void everySectionHasItsBundle() throws InvalidSyntaxException {
        assertEquals(List.of("kernel", "libvirt", "networkManager", "physicalFunctions", "systemd"),
                context.getServiceReferences(ResourceProvider.class, null).stream().map(context::getService)
                        .map(ResourceProvider::section).sorted().toList());
    }

    @Test
    public void badDocumentsAreToldOfAsInTheirGoldenMessagesAndNothingIsWritten() throws IOException {
        host.forgetWrites();
        List<String> otherwise = new ArrayList<>();
        try (Stream<Path> files = Files.list(BAD)) {
            for (Path file : files.filter(each -> !each.toString().endsWith(".txt")).sorted().toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.(yaml|json)$", "");
                Path golden = OF_THE_BUNDLES.resolve(name + ".txt");
                String expected = Files
                        .readString(Files.exists(golden) ? golden : BAD.resolve(name + ".txt")).strip();
                String told = told(file);
                if (!told.equals(expected) && !NOT_HERE.contains(name)) {
                    if (Boolean.getBoolean("golden.record")) {
                        Files.createDirectories(OF_THE_BUNDLES);
                        Files.writeString(golden, told + "\n");
                    }
                    otherwise.add("%s:%n  is     %s%n  golden %s".formatted(name, told, expected));
                }
            }
        }
        assertEquals("", String.join("\n", otherwise));
        assertEquals(List.of(), host.writes());
    }

    private String told(Path file) throws IOException {
        String name = "host" + file.toString().replaceFirst(".*(?=\\.)", "");
        try {
            lifecycle.plan(new Document(name, Files.readString(file)), Optional.empty());
            return "nothing";
        } catch (DocumentException e) {
            return e.getMessage().strip();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
