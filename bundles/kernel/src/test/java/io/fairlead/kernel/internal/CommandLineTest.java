package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command line is taken apart as next_arg of lib/cmdline.c does. */
class CommandLineTest {

    private static final int ROUNDS = 20_000;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            intel_iommu=on                => intel_iommu | on
            quiet                         => quiet | -
            a=                            => a | ``
            a=b=c                         => a | b=c
            dyndbg="file foo +p"          => dyndbg | file foo +p
            "dyndbg=file foo +p"          => dyndbg | file foo +p
            "a b"                         => a b | -
            a="b                          => a | b
            a=b"c d"                      => a | b"c d"
            =x                            => =x | -
            a="                           => a | ``
            """)
    void anArgumentHasANameAndAValue(String line, String expected) {
        String[] parts = expected.replace("`", "").split(" \\| ", -1);

        assertThat(CommandLine.parse(line)).singleElement().satisfies(argument -> {
            assertThat(argument.name()).isEqualTo(parts[0]);
            assertThat(argument.value()).isEqualTo(Optional.of(parts[1]).filter(value -> !value.equals("-")));
            assertThat(argument.text()).isEqualTo(line);
        });
    }

    @Test
    void whatStandsBehindTwoDashesIsInits() {
        assertThat(Argument.texts(CommandLine.parse("quiet ro -- intel_iommu=on"))).containsExactly("quiet", "ro");
        assertThat(Argument.texts(CommandLine.parse("quiet --x intel_iommu=on"))).hasSize(3);
    }

    @Test
    void everyWhiteSpaceOfTheKernelSeparates() {
        assertThat(Argument.texts(CommandLine.parse(" a\tb\nc\u000bd\fe\u00a0f  "))).containsExactly("a", "b", "c", "d",
                "e", "f");
    }

    @Test
    void dashesAndUnderscoresInANameAreTheSame() {
        assertThat(Argument.of("intel-iommu=on").named("intel_iommu")).isTrue();
        assertThat(Argument.of("intel_iommu=on").same(Argument.of("intel-iommu=on"))).isTrue();
        assertThat(Argument.of("intel_iommu2=on").named("intel_iommu")).isFalse();
    }

    @Test
    void argumentsThatWereJoinedAreFoundAgain() {
        Random random = new Random(1);
        String[] pieces = {"a", "iommu", "=", "on", ",", "-", "_", ".", "\"x y\"", "=\"\"", "7"};
        for (int round = 0; round < ROUNDS; round++) {
            List<String> words = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                StringBuilder word = new StringBuilder("w");
                for (int j = random.nextInt(5); j > 0; j--) {
                    word.append(pieces[random.nextInt(pieces.length)]);
                }
                words.add(word.toString());
            }
            String separator = " ".repeat(1 + random.nextInt(3));

            assertThat(Argument.texts(CommandLine.parse(String.join(separator, words)))).isEqualTo(words);
        }
    }

    @Test
    void nothingThatIsNotWhiteSpaceIsLost() {
        Random random = new Random(2);
        String characters = "ab=\"-_ ,\t\u00a0";
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                line.append(characters.charAt(random.nextInt(characters.length())));
            }

            List<Argument> arguments = CommandLine.parse(line.toString());

            boolean whole = !line.toString().contains("--");
            assertThat(arguments).allSatisfy(argument -> assertThat(line).contains(argument.text()));
            assertThat(withoutSpace(String.join("", Argument.texts(arguments))))
                    .isEqualTo(whole
                            ? withoutSpace(line.toString())
                            : withoutSpace(String.join("",
                                    Argument.texts(arguments))));
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("[ \t\u00a0]", "");
    }
}
