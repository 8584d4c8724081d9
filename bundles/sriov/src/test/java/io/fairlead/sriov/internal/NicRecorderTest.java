package io.fairlead.sriov.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.NicRecording;
import io.fairlead.host.Commands.Result;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is sent to the author of a NIC driver: all that is needed of a card, and nothing by which it can be recognised. */
class NicRecorderTest {

    private static final String LSPCI = """
            \t\tProduct Name: Ethernet Adapter
            \t\tRead-only fields:
            \t\t\t[PN] Part number: G12345-001
            \t\t\t[SN] Serial number: 6805CAFFEE01
            \t\t\t[V1] Vendor specific: ours alone
            \tCapabilities: [140 v1] Device Serial Number 68-05-ca-ff-ff-1b-21-02
            """;
    private static final String LINK = """
            [{"ifname":"eno4","address":"68:05:ca:1b:21:02","broadcast":"ff:ff:ff:ff:ff:ff","permaddr":"68:05:ca:1b:21:02",\
            "phys_switch_id":"021b21ca0568","altnames":["enx6805ca1b2102"],\
            "vfinfo_list":[{"vf":0,"address":"00:00:00:00:00:00"},{"vf":1,"address":"68:05:CA:1B:21:03"}]}]
            """;

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final NicRecorderService recorder = new NicRecorderService(host.files(), host.links(), host.commands());

    @Test
    void aCardIsDescribedByWhatTheKernelAndTheProgramsSay() {
        host.createVfs("eno4", 2);
        host.install("lspci", _ -> new Result(0, LSPCI, ""));
        host.install("devlink", _ -> new Result(1, "", "kernel answers: Operation not supported"));
        host.forgetWrites();

        NicRecording recording = recorder.record("eno4");

        assertThat(recording.pci()).isEqualTo(host.pciOf("eno4"));
        assertThat(recording.files()).containsEntry("vendor", "0x8086").containsEntry("device", "0x10c9")
                .containsEntry("driver", "igb").containsEntry("sriov_totalvfs", "7")
                .containsEntry("virtfn0/driver", "igbvf");
        assertThat(recording.programs()).extracting(NicRecording.Program::line)
                .contains("lspci -nnvvv -s " + recording.pci(), "devlink -j dev info pci/" + recording.pci());
        assertThat(recording.programs()).extracting(NicRecording.Program::error)
                .contains("kernel answers: Operation not supported");
        assertThat(host.writes()).isEmpty();
    }

    @Test
    void nothingTellsWhichCardItIs() {
        host.install("lspci", _ -> new Result(0, LSPCI, ""));
        host.install("ip", _ -> new Result(0, LINK, ""));

        List<String> said = recorder.record("eno4").programs().stream().map(NicRecording.Program::text).toList();

        assertThat(String.join("\n", said).toLowerCase(Locale.ROOT))
                .doesNotContain("ca:1b", "ca-ff", "6805ca", "caffee", "ca0568",
                        "ours alone")
                .contains("g12345-001", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff");
    }

    @Test
    void whatBelongsTogetherStillDoes() {
        host.install("ip", _ -> new Result(0, LINK, ""));

        String link = recorder.record("eno4").programs().getFirst().text();

        assertThat(link).contains("\"address\":\"02:00:00:00:00:01\"", "\"permaddr\":\"02:00:00:00:00:01\"",
                "enx020000000001", "{\"vf\":1,\"address\":\"02:00:00:00:00:02\"}");
    }
}
