package io.fairlead.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What TAB offers. The unfinished word is the last one; the console keeps those candidates that begin with it. */
class CompletionTest {

    private final Completion completion = new Completion(
            Gogo.commands(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.of(new Services()),
            Optional.empty(),
            Optional.empty());

    @Test
    void aPfIsOfferedByNameAndByAddress() {
        assertThat(after("sriov:show")).containsExactly("eno4", "0000:01:00.0", "eno5", "0000:02:00.0");
        assertThat(after("sriov:setVfs", "--force")).contains("eno4");
        assertThat(after("sriov:setVfs", "--probe", "off")).contains("eno4");
    }

    @Test
    void aSwitchIsOfferedItsTwoPositions() {
        assertThat(after("sriov:setVfs", "eno4", "7", "--probe")).containsExactly("on", "off");
        assertThat(after("sriov:setVf", "eno4", "7", "--state")).containsExactly("auto", "on", "off");
        assertThat(after("sriov:setVf", "eno4", "7", "--driver")).contains("vfio-pci", "none");
    }

    @Test
    void anOptionIsOfferedOnceAndAsSoonAsItCanStand() {
        assertThat(completion.apply(List.of("sriov:setVfs", "eno4", "7", "--"))).containsExactlyInAnyOrder("--probe",
                "--force", "--json", "--help");
        assertThat(after("sriov:setVfs", "eno4", "7", "--force")).contains("--probe").doesNotContain("--force");
        assertThat(after("sriov:list")).containsExactlyInAnyOrder("--json", "--help");
    }

    @Test
    void nothingIsOfferedForANumber() {
        assertThat(after("sriov:setVfs", "eno4")).isEmpty();
        assertThat(after("sriov:setVf", "eno4", "0", "--vlan")).isEmpty();
    }

    @Test
    void helpOffersTheCommands() {
        assertThat(after("fairlead:help")).contains("sriov:setVfs", "nic:why");
        assertThat(after("fairlead:help", "sriov:setVfs")).isEmpty();
    }

    @Test
    void commandsOfOthersAreNoneOfOurBusiness() {
        assertThat(after("nic:unknown")).isEmpty();
    }

    @Test
    void aHostThatCannotBeReadOffersNothing() {
        Completion blind = new Completion(
                Gogo.commands(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(blind.apply(List.of("sriov:show", ""))).isEmpty();
    }

    private Collection<String> after(String... words) {
        return completion.apply(Stream.concat(List.of(words).stream(), Stream.of(""))
                .toList());
    }
}
