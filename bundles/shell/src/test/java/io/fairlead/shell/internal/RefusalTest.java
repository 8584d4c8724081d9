package io.fairlead.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever types something wrong is told in one sentence, and nothing is asked of the host. */
class RefusalTest {

    private final Services services = new Services();

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "refusals.csv", delimiterString = "=>", quoteCharacter = '`', maxCharsPerColumn = 1000)
    void wrongWordsAreRefusedInOneSentence(String line, String sentence) {
        FairleadException refusal = refusalOf(line);

        assertThat(refusal).hasMessage(sentence);
        assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
        assertThat(services.asked()).isEmpty();
    }

    @Test
    void wordsThatCouldActOnTheTerminalAreShownEscaped() {
        FairleadException refusal = refusalOf("sriov:setVf eno4 $'\\u001b[31m\\u202e' --vlan 1");

        assertThat(refusal).hasMessage(
                "INDEX cannot be '\\u001b[31m\\u202e': give the index of a VF, a whole number from 0");
    }

    @Test
    void veryLongWordsAreCutInTheMessage() {
        FairleadException refusal = refusalOf("sriov:setVf eno4 " + "x".repeat(5000) + " --vlan 1");

        assertThat(refusal.getMessage()).contains("'" + "x".repeat(60) + "…'").hasSizeLessThan(200);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-1", "8", "2147483647", "-2147483648"})
    @DisplayName("a count that is a number is the service's to judge, since it knows the limit")
    void numbersReachTheService(String count) throws Exception {
        try (Gogo gogo = new Gogo(services)) {
            gogo.run("sriov:setVfs eno4 " + count);
        }

        assertThat(services.asked())
                .containsExactly(new Services.SetVfs("eno4", Integer.parseInt(count), Optional.empty(), false));
    }

    @Test
    void noFileIsReadForAWordWithAnAtSign() throws Exception {
        try (Gogo gogo = new Gogo(services)) {
            gogo.run("sriov:setVfs @/etc/hostname 1");
        }

        assertThat(services.asked())
                .containsExactly(new Services.SetVfs("@/etc/hostname", 1, Optional.empty(), false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "missing-services.csv", delimiterString = "=>")
    void aCommandWhoseServiceIsNotThereSaysWhich(String line, String service) {
        try (Gogo gogo = new Gogo(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())) {
            FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> gogo.run(line));

            assertThat(refusal).hasMessageStartingWith("the service " + service + " is not there: ");
            assertThat(refusal.kind()).isEqualTo(Kind.HOST_FAILED);
        }
    }

    private FairleadException refusalOf(String line) {
        try (Gogo gogo = new Gogo(services)) {
            return catchThrowableOfType(FairleadException.class, () -> gogo.run(line));
        }
    }
}
