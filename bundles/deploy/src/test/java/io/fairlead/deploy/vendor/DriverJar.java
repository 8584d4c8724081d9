package io.fairlead.deploy.vendor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A NIC driver's bundle as a vendor builds it, and as none should be. Its class leaves a mark when it is initialized. */
public final class DriverJar {

    /** The system property that the class sets. */
    public static final String MARK = "fairlead.test.loaded";
    /** The symbolic name, unless told otherwise. */
    public static final String NAME = "com.example.nic";

    private static final String CLASS = "com.example.nic.ExampleDriver";
    private static final String COMPONENT = "OSGI-INF/driver.xml";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** Of this version; its driver is called {@code example-VERSION}. */
    public DriverJar(String version) {
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", NAME);
        headers.put("Bundle-Version", version);
        headers.put("Import-Package",
                "io.fairlead.api;version=\"[0.1,1)\",io.fairlead.spi.nic;version=\"[0.1,1)\",java.lang");
        headers.put("Require-Capability", "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)"
                + "(version>=1.3.0)(!(version>=2.0.0)))\",osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"");
        headers.put("Provide-Capability",
                "osgi.service;objectClass:List<String>=\"io.fairlead.spi.nic.NicDriver\"");
        headers.put("Service-Component", COMPONENT);
        entries.put(CLASS.replace('.', '/') + ".class", DriverClass.bytes(CLASS, MARK));
        component("<property name='fairlead.nic.name' value='example-" + version + "'/>"
                + "<property name='service.ranking' type='Integer' value='100'/>");
    }

    /** Has its component say this beside its service and class. */
    public DriverJar component(String more) {
        return component("io.fairlead.spi.nic.NicDriver", more);
    }

    /** Has its component provide services of these types. */
    public DriverJar component(String provided, String more) {
        StringBuilder services = new StringBuilder();
        for (String service : provided.split(",", -1)) {
            services.append("<provide interface='").append(service).append("'/>");
        }
        return entry(COMPONENT, ("<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='" + CLASS
                + "'><implementation class='" + CLASS + "'/><service>" + services + "</service>" + more
                + "</scr:component>").getBytes(StandardCharsets.UTF_8));
    }

    /** Has its class set this system property instead. */
    public DriverJar mark(String mark) {
        return entry(CLASS.replace('.', '/') + ".class", DriverClass.bytes(CLASS, mark));
    }

    /** With a header of its manifest, in place of what it says of that. */
    public DriverJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** With an entry. */
    public DriverJar entry(String name, byte[] content) {
        entries.put(name, content.clone());
        return this;
    }

    /** The jar. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Manifest manifest = new Manifest();
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
