package io.fairlead.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.DocumentException;
import io.fairlead.api.lifecycle.Fault;
import java.util.List;
import java.util.Set;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an exception becomes. */
class FailureTest {

    private static final Set<String> COMMANDS = Set.of("sriov:list", "sriov:setVf", "sriov:setVfs", "sriov:show",
            "scr:list", "nic:drivers", "gogo:each", "gogo:echo");

    @ParameterizedTest
    @EnumSource
    void a_refusal_ends_with_the_status_of_its_kind(Kind kind) {
        assertThat(Failure.of(new FairleadException(kind, "Why."), COMMANDS))
                .isEqualTo(new Failure(kind.exitStatus(), "Why."));
    }

    @Test
    void a_message_is_told_on_one_line() {
        assertThat(Failure.of(new FairleadException(Kind.HOST_FAILED, "ip said:\n  no such\n  device\n"), COMMANDS)
                .message()).isEqualTo("ip said: no such device");
    }

    @Test
    void a_documents_faults_are_told_a_line_each_and_cannot_act_on_a_terminal() {
        DocumentException faults = new DocumentException("host.yaml", List.of(new Fault(3, 5, "no such key"),
                new Fault(9, 1, "no such PF '\u001b[31m'")));

        assertThat(Failure.of(faults, COMMANDS)).isEqualTo(new Failure(2,
                "host.yaml:3:5: no such key\nhost.yaml:9:1: no such PF '\\u001b[31m'"));
    }

    @Test
    void what_nobody_foresaw_is_an_internal_error_and_no_usage_error() {
        assertThat(Failure.of(new IllegalArgumentException("oops"), COMMANDS).status()).isEqualTo(1);
        assertThat(Failure.of(new NullPointerException(), COMMANDS).message()).contains("FAIRLEAD_DEBUG=1");
    }

    @ParameterizedTest
    @CsvSource({"sriov:lsit, sriov:list", "list, scr:list", "setvfs, sriov:setVfs", "Sriov:SetVfs, sriov:setVfs",
            "sirov:show, sriov:show", "ecoh, gogo:echo", "driver, nic:drivers"})
    void the_nearest_command_is_the_one_that_was_meant(String typed, String meant) {
        assertThat(Failure.of(new CommandNotFoundException(typed), COMMANDS))
                .isEqualTo(new Failure(2, "there is no command '" + typed + "'; did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @CsvSource({"xyz", "felix:nope", "ip"})
    void no_command_is_suggested_where_none_is_near(String typed) {
        assertThat(Failure.of(new CommandNotFoundException(typed), COMMANDS).message()).endsWith("; try help");
    }
}
