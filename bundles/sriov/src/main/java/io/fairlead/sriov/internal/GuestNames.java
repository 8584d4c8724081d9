package io.fairlead.sriov.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Processes.DeviceUser;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Which guest a process is: by QEMU's {@code -name}, else by the pid in libvirt's status files. */
final class GuestNames {

    private static final HostPath STATUS = HostPath.RUN.resolve("libvirt/qemu");

    private final HostFiles files;

    GuestNames(HostFiles files) {
        this.files = files;
    }

    Optional<String> nameOf(DeviceUser user) {
        return fromCommandLine(user.commandLine()).or(() -> fromStatus(user.pid()));
    }

    /** {@code -name t1} or {@code -name guest=t1,debug-threads=on}, where a comma in the name is doubled (qemu(1)). */
    private static Optional<String> fromCommandLine(List<String> arguments) {
        if (arguments.isEmpty() || !isEmulator(arguments.getFirst())) {
            return Optional.empty();
        }
        int option = Math.max(arguments.indexOf("-name"), arguments.indexOf("--name"));
        if (option < 0 || option + 1 >= arguments.size()) {
            return Optional.empty();
        }
        String value = arguments.get(option + 1).replace(",,", "\0");
        for (String part : value.split(",", -1)) {
            if (part.startsWith("guest=")) {
                return Optional.of(part.substring("guest=".length()).replace('\0', ','));
            }
        }
        String first = value.split(",", -1)[0];
        return first.isEmpty() || first.contains("=") ? Optional.empty() : Optional.of(first.replace('\0', ','));
    }

    private static boolean isEmulator(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        return name.startsWith("qemu") || name.equals("kvm");
    }

    private Optional<String> fromStatus(long pid) {
        return files.list(STATUS).stream().filter(name -> name.endsWith(".xml"))
                .flatMap(name -> files.read(STATUS.resolve(name)).stream()).flatMap(xml -> guest(xml, pid).stream())
                .findFirst();
    }

    /** {@code <domstatus … pid='1234'> … <domain><name>t1</name>}; a file that is half written names nobody. */
    private static Optional<String> guest(String xml, long pid) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                if (reader.getLocalName().equals("domstatus")
                        && !String.valueOf(pid).equals(reader.getAttributeValue(null, "pid"))) {
                    return Optional.empty();
                }
                if (reader.getLocalName().equals("name")) {
                    return Optional.of(reader.getElementText());
                }
            }
            return Optional.empty();
        } catch (XMLStreamException _) {
            return Optional.empty();
        }
    }
}
