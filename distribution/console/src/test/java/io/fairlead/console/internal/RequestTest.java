package io.fairlead.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.console.internal.Request.Command;
import io.fairlead.console.internal.Request.CommandList;
import io.fairlead.console.internal.Request.Shell;
import io.fairlead.console.internal.Request.Timed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command line can say. */
class RequestTest {

    @Test
    void nothing_asks_for_a_shell() {
        assertThat(Request.parse(List.of())).isEqualTo(new Timed(new Shell(), false));
        assertThat(Request.parse(List.of("--timing"))).isEqualTo(new Timed(new Shell(), true));
    }

    @Test
    void the_words_after_a_command_are_its_own_also_those_that_look_like_options() {
        assertThat(Request.parse(List.of("sriov:list", "-c", "--timing")))
                .isEqualTo(new Timed(new Command("sriov:list", List.of("-c", "--timing")), false));
    }

    @Test
    void a_list_is_one_word() {
        assertThat(Request.parse(List.of("--timing", "-c", "sriov:list; nic:drivers")))
                .isEqualTo(new Timed(new CommandList("sriov:list; nic:drivers"), true));
        assertThatThrownBy(() -> Request.parse(List.of("-c"))).hasMessageStartingWith("-c needs a list");
        assertThatThrownBy(() -> Request.parse(List.of("-c", "sriov:list", "--json")))
                .hasMessageContaining("'--json' follows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a;b", "$(id)", "../x", "a:b:c", "7", "x=5", "sriov:list\n", "{a}", "é"})
    void what_is_no_name_is_never_run_as_a_command(String name) {
        assertThatThrownBy(() -> Request.parse(List.of(name))).isInstanceOf(UsageException.class)
                .hasMessageContaining("cannot be the name of a command");
    }

    @Test
    void an_unknown_option_is_named_with_those_that_there_are() {
        assertThatThrownBy(() -> Request.parse(List.of("--force", "sriov:list"))).hasMessage(
                "there is no option '--force'; the options are -c LIST, --timing, --daemon, --help and --version");
    }
}
