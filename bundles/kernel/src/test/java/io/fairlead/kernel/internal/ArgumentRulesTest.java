package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in effect when an argument is given in many ways, and what can be written as one. */
class ArgumentRulesTest {

    @ParameterizedTest(name = "{0} in: {1}")
    @CsvSource(delimiterString = "|", textBlock = """
            intel_iommu=on | intel_iommu=on | true
            intel_iommu=on | intel_iommu=on,sm_on | true
            intel_iommu=on | intel-iommu=on | true
            intel_iommu=on | intel_iommu=sm_on | false
            intel_iommu=on | intel_iommu=on intel_iommu=off | false
            intel_iommu=on | intel_iommu=off intel_iommu=on | true
            intel_iommu=on | intel_iommu=on,off | false
            intel_iommu=on | intel_iommu=on intel_iommu=sm_on | true
            intel_iommu=on | xintel_iommu=on | false
            intel_iommu=on | intel_iommu=only | false
            iommu=pt | iommu=pt intel_iommu=on | true
            iommu=pt | iommu=pt iommu=nopt | false
            iommu=pt | iommu.passthrough=1 | false
            iommu=off | iommu=soft,off | true
            pci=realloc | pci=noaer,realloc | true
            console=tty0 | console=tty0 console=ttyS0 | true
            isolcpus=1 | isolcpus=1 isolcpus=2 | false
            quiet | quiet=1 | false
            quiet | loud quiet | true
            """)
    void theLastWinsAndListsAddUp(String wanted, String line, boolean inEffect) {
        assertThat(ArgumentRules.inEffect(Argument.of(wanted), CommandLine.parse(line))).isEqualTo(inEffect);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"intel_iommu=on,intel_iommu=off,true", "intel_iommu=on,intel_iommu=sm_on,false",
            "iommu=pt,iommu=nopt,true", "iommu=pt,iommu=soft,false", "isolcpus=1,isolcpus=2,true",
            "console=tty0,console=ttyS0,false", "quiet,splash,false", "iommu=pt,intel_iommu=off,false"})
    void someCannotBothBe(String one, String other, boolean contradict) {
        assertThat(ArgumentRules.contradict(Argument.of(one), Argument.of(other))).isEqualTo(contradict);
        assertThat(ArgumentRules.contradict(Argument.of(other), Argument.of(one))).isEqualTo(contradict);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a b", "a=\"b\"", "a='b'", "a=$b", "a=`b`", "a=$(b)", "a=b;c", "a=b|c", "a=b&c", "a=b\nc",
            "a=b\\c", "a={b}", "a=b#c", "a=<b", "a=*", "", "=x", "--", "-a", "a=", "7=x", "a=\u0000", "a=ä",
            "a=b\u00a0c",
            "../x", "a=!b"})
    void whatAShellOrGrubWouldActOnIsRefused(String text) {
        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> ArgumentText.parse(List.of("quiet", text)));

        assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
        assertThat(refusal).hasMessageContaining("cannot be written as a kernel argument")
                .hasMessageNotContaining("\n");
    }

    @Test
    void argumentsThatContradictEachOtherAreRefused() {
        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> ArgumentText.parse(List.of("iommu=pt", "intel_iommu=on", "intel_iommu=off")));

        assertThat(refusal).hasMessage("intel_iommu=on and intel_iommu=off contradict each other: give one of them");
    }

    @Test
    void ordinaryArgumentsPassAndEachCountsOnce() {
        assertThat(Argument.texts(ArgumentText.parse(List.of("vfio-pci.ids=8086:10ca,8086:1520", "intel_iommu=on",
                "intel-iommu=on", "root=UUID=0d1f-6d3c", "rd.lvm.lv=cs/root", "crashkernel=1G-4G:192M@16M"))))
                .containsExactly("vfio-pci.ids=8086:10ca,8086:1520", "intel_iommu=on", "root=UUID=0d1f-6d3c",
                        "rd.lvm.lv=cs/root", "crashkernel=1G-4G:192M@16M");
    }
}
