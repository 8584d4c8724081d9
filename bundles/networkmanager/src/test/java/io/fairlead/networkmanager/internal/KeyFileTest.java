package io.fairlead.networkmanager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed is what GLib refuses; comments with a semicolon and empty files were tried on NetworkManager 1.42 and 1.52. */
class KeyFileTest {

    @Test
    void debiansOwnFileIsRead() {
        KeyFile file = KeyFile.parse("[main]\nplugins=ifupdown,keyfile\n\n[ifupdown]\nmanaged=false\n");

        assertThat(file.fault()).isEmpty();
        assertThat(file.entries()).containsExactly(
                new KeyFile.Entry("main", "plugins", "", "ifupdown,keyfile", 2),
                new KeyFile.Entry("ifupdown", "managed", "", "false", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"; no comment", "words", "[keyfile", "=value", "[a[b]", "[]", "key] =x"})
    void aLineThatGlibRefusesIsNamed(String line) {
        KeyFile file = KeyFile.parse("[main]\n# comment\n" + line + "\n[keyfile]\nunmanaged-devices=*\n");

        assertThat(file.fault()).map(KeyFile.Malformed::line).contains(3);
    }

    @Test
    void aKeyBeforeAnySectionIsRefused() {
        assertThat(KeyFile.parse("\nplugins=keyfile\n[main]\n").fault()).map(KeyFile.Malformed::line).contains(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment", "  [main]  \n  key = value \r\n", "[main]\nkey=\n",
            "[a b]\na b=1\nname[de]=x\n"})
    void whatGlibTakesIsNotCalledMalformed(String content) {
        assertThat(KeyFile.parse(content).fault()).isEmpty();
    }

    @Test
    void theListsSignIsToldFromItsKey() {
        assertThat(KeyFile.parse("[keyfile]\nunmanaged-devices+= a;b\n").entries())
                .containsExactly(new KeyFile.Entry("keyfile", "unmanaged-devices", "+", "a;b", 2));
    }
}
