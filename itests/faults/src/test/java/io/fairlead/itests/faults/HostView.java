package io.fairlead.itests.faults;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Link;
import io.fairlead.host.simulated.SimulatedHost;
import java.util.Map;
import java.util.TreeMap;

/** The host as it is, told by the host alone and not by what is tested: one line for each thing that may be declared. */
final class HostView {

    private HostView() {
    }

    /**
     * What is in force: a file in /run stands for the one in /etc that it is tried instead of.
     *
     * @param drivers whether also the VFs' drivers, which guests change too
     */
    static String of(SimulatedHost host, boolean drivers) {
        Map<String, String> all = new TreeMap<>();
        for (String pf : new String[]{"eno4", "eno5"}) {
            all.put(pf, "%d VFs, probe %s".formatted(host.numVfs(pf), host.files()
                    .read(HostPath.SYS.resolve("bus/pci/devices/%s/sriov_drivers_autoprobe".formatted(host.pciOf(pf))))
                    .orElseThrow()));
            for (int i = 0; drivers && i < host.numVfs(pf); i++) {
                all.put("%s vf %d driver".formatted(pf, i), host.driverOf(pf, i).orElse("none"));
            }
        }
        for (Link link : host.links().links()) {
            link.vfs().entrySet().stream().filter(vf -> vf.getKey() < host.numVfs(link.name())).forEach(
                    vf -> all.put("%s vf %d".formatted(link.name(), vf.getKey()), vf.getValue().toString()));
        }
        files(host.files(), HostPath.ETC, all);
        files(host.files(), HostPath.RUN, all);
        StringBuilder text = new StringBuilder();
        all.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static void files(HostFiles files, HostPath directory, Map<String, String> all) {
        for (String name : files.list(directory)) {
            HostPath file = directory.resolve(name);
            boolean apart = name.contains("fairlead-undo") || file.equals(HostPath.RUN.resolve("udev/data"));
            if (apart || file.equals(HostPath.OUR_RUN) || file.equals(HostPath.RUN.resolve("libvirt"))) {
                continue;
            }
            if (files.list(file).isEmpty()) {
                all.put("file " + file.path(), files.read(file).orElse("") + " "
                        + files.info(file).map(info -> Integer.toOctalString(info.mode())).orElse(""));
            } else {
                files(files, file, all);
            }
        }
    }
}
