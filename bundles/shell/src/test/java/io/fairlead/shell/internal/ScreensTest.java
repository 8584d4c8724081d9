package io.fairlead.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.EswitchChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.Holder;
import io.fairlead.shell.internal.view.BidList;
import io.fairlead.shell.internal.view.DriverList;
import io.fairlead.shell.internal.view.FirmwareReport;
import io.fairlead.shell.internal.view.HolderList;
import io.fairlead.shell.internal.view.Json;
import io.fairlead.shell.internal.view.PfList;
import io.fairlead.shell.internal.view.Screens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people and programs see, against the files in {@code screens}. */
class ScreensTest {

    private static final Map<String, Object> RESULTS = Map.ofEntries(
            Map.entry("list", new PfList(List.of(Records.used(), Records.stuck(), Records.failed(), Records.unclear(),
                    Records.bare()))),
            Map.entry("list-none", new PfList(List.of())), Map.entry("show-used", Records.used()),
            Map.entry("show-stuck", Records.stuck()), Map.entry("show-failed", Records.failed()),
            Map.entry("show-unclear", Records.unclear()), Map.entry("show-bare", Records.bare()),
            Map.entry("holders-used", new HolderList(Records.used())),
            Map.entry("holders-none", new HolderList(Records.eno4(Records.vf(0, Records.PLAIN)))),
            Map.entry("holders-no-vfs", new HolderList(Records.idle())),
            Map.entry("holders-unclear", new HolderList(Records.unclear())),
            Map.entry("count-created", Records.count(0, 7, true)),
            Map.entry("count-same", Records.count(7, 7, false)),
            Map.entry("count-removed", Records.count(7, 0, true)),
            Map.entry("count-through-zero", Records.count(7, 4, true, "it went through 0")),
            Map.entry("count-pending", Records.pending()), Map.entry("function-tagged", Records.tagged()),
            Map.entry("measurement", Records.measured()), Map.entry("drivers", new DriverList(Records.drivers())),
            Map.entry("drivers-none", new DriverList(List.of())),
            Map.entry("bids", new BidList("eno4", Records.bids())),
            Map.entry("show-switchdev", Records.switchdev()),
            Map.entry("drivers-quarantined", new DriverList(List.of(Records.quarantined()))),
            Map.entry("bids-barred", new BidList("eno4", Records.barred())),
            Map.entry("eswitch", new EswitchChange("ens4f0", EswitchMode.LEGACY, EswitchMode.SWITCHDEV, true,
                    List.of("all VFs are new"))),
            Map.entry("eswitch-same",
                    new EswitchChange("ens4f0", EswitchMode.LEGACY, EswitchMode.LEGACY, false, List.of())),
            Map.entry("firmware", new FirmwareReport("ens2f0np0", new FirmwareVfs(true, 8, true, 16))),
            Map.entry("firmware-off", new FirmwareReport("ens2f0np0", new FirmwareVfs(false, 8, false, 8))),
            Map.entry("firmware-change", new FirmwareChange("ens2f0np0", new FirmwareVfs(true, 8, true, 8),
                    new FirmwareVfs(true, 8, true, 16), true, List.of("it needs a power cycle of the NIC"))));

    @ParameterizedTest
    @MethodSource("names")
    void aPersonSees(String name) throws IOException {
        assertThat(Screens.of(RESULTS.get(name))).hasValue(expected(name + ".txt"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aProgramSees(String name) throws IOException {
        assertThat(Screens.of(new Json(RESULTS.get(name)))).hasValue(expected(name + ".json"));
    }

    @Test
    void namesFromElsewhereCannotActOnTheTerminal() {
        var odd = Records.pf("0000:01:00.0", Optional.of("e\u001b[2J"), Optional.empty(), List.of(),
                Records.vf(0, Records.PLAIN, new Holder.Guest("t\u001b[31m1\u009b31m\n@|red x|@", 1)));

        Stream.of(odd, new PfList(List.of(odd)), new HolderList(odd), new Json(odd))
                .forEach(result -> assertThat(Screens.of(result).orElseThrow()).doesNotContain("\u001b", "\u009b")
                        .containsIgnoringCase("\\u001b[31m1").containsIgnoringCase("\\u009b31m").contains("@|red x|@"));
    }

    @Test
    void whatIsNotOursIsLeftToOthers() {
        assertThat(Screens.of(List.of("x"))).isEmpty();
    }

    static Stream<String> names() {
        return RESULTS.keySet().stream().sorted();
    }

    private static String expected(String file) throws IOException {
        try (InputStream in = ScreensTest.class.getResourceAsStream("screens/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
