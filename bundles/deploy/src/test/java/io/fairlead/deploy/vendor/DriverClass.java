package io.fairlead.deploy.vendor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The class of a NIC driver, compiled by the JDK's own compiler against the SPI on the class path. */
final class DriverClass {

    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    private static final String SOURCE = """
            package PACKAGE;

            import io.fairlead.api.NicMatch;
            import io.fairlead.api.VfAttribute;
            import io.fairlead.spi.nic.NicContext;
            import io.fairlead.spi.nic.NicDriver;
            import io.fairlead.spi.nic.NicFunction;
            import io.fairlead.spi.nic.NicSession;
            import io.fairlead.spi.nic.VfCreation;
            import java.time.Duration;
            import java.util.Set;

            public final class NAME implements NicDriver, NicSession, Runnable {

                static {
                    System.setProperty("MARK", "yes");
                }

                @Override
                public NicMatch match(NicFunction function) {
                    return function.vendorId() == 0x1d6b ? NicMatch.EXACT : NicMatch.NONE;
                }

                @Override
                public NicSession open(NicContext context) {
                    return this;
                }

                @Override
                public Set<VfAttribute> settable() {
                    return Set.of();
                }

                @Override
                public VfCreation creation(int count) {
                    return VfCreation.within(Duration.ofSeconds(1));
                }

                @Override
                public void run() {
                }
            }
            """;

    private DriverClass() {
    }

    /** Its bytes; initializing it sets the system property. */
    static byte[] bytes(String name, String mark) {
        return COMPILED.computeIfAbsent(name + " " + mark, _ -> compile(name, mark));
    }

    private static byte[] compile(String name, String mark) {
        int dot = name.lastIndexOf('.');
        String simple = name.substring(dot + 1);
        String source = SOURCE.replace("PACKAGE", name.substring(0, dot)).replace("NAME", simple).replace("MARK", mark);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + simple + ".java"), Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) {
                return source;
            }
        };
        try (JavaFileManager manager = new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
            boolean compiled = compiler.getTask(null, manager, null,
                    List.of("-classpath", classPath, "-proc:none", "--release", "25"), null, List.of(file)).call();
            if (!compiled) {
                throw new IllegalStateException("the driver's class does not compile");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return classes.get(name).toByteArray();
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(JavaFileManager manager, Map<String, ByteArrayOutputStream> classes) {
            super(manager);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
