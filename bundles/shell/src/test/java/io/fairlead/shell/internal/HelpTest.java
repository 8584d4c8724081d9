package io.fairlead.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/** The help is made from what the commands really understand. */
class HelpTest {

    @Test
    void helpNamesEveryCommandOnALineOfItsOwn() throws Exception {
        String help = run("fairlead:help");

        assertThat(names()).hasSize(12).allSatisfy(name -> assertThat(help.lines())
                .filteredOn(line -> line.startsWith(name + " ")).singleElement().asString().hasSizeBetween(30, 110));
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachCommandExplainsItself(String name) throws Exception {
        assertThat(run(name + " --help")).startsWith("Usage: " + name).contains("Examples:\n  " + name)
                .isEqualTo(run("fairlead:help " + name)).isEqualTo(run(name + " -h"));
    }

    @Test
    void aCommandIsFoundWithoutItsScopeAndInAnyCase() throws Exception {
        assertThat(run("fairlead:help SETVFS")).startsWith("Usage: sriov:setVfs ");
        assertThat(run("fairlead:help help")).startsWith("Usage: fairlead:help ");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsUnderstood(String example) {
        assertThatCode(() -> run(example)).doesNotThrowAnyException();
    }

    static List<String> names() {
        return entries().map(CommandCatalog.Entry::name).toList();
    }

    static List<String> examples() {
        return entries().flatMap(entry -> entry.examples().stream()).toList();
    }

    private static Stream<CommandCatalog.Entry> entries() {
        return Gogo.commands(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()).stream()
                .map(CommandCatalog::entry);
    }

    private static String run(String line) throws Exception {
        try (Gogo gogo = new Gogo(new Services())) {
            return gogo.run(line);
        }
    }
}
