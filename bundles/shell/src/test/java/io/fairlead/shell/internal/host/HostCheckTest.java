package io.fairlead.shell.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.HostStatus.State;
import io.fairlead.api.lifecycle.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the doctor finds: the worst first, and what fails is what cannot be told. */
class HostCheckTest {

    /** A part of the host where this is found. */
    private record Fixed(String subject, List<Finding> look) implements HostCheck {
    }

    /** A part that cannot be looked at. */
    private record Failing(String subject) implements HostCheck {
        @Override
        public List<Finding> look() {
            throw new FairleadException(Kind.HOST_FAILED, "libvirt does not answer");
        }
    }

    @Test
    void theWorstComesFirstAndTheRestIsLookedAtAllTheSame() throws Exception {
        Shell shell = new Shell(new Fixed("kernel", List.of(Finding.well("kernel, IOMMU", "8 groups"))),
                new Failing("libvirt"),
                new Fixed("units", List.of(Finding.wrong("unit of eno4\u001b[31m", "it failed: unit:status eno4"))));

        assertThat(shell.run("host:check")).isEqualTo("""
                1 thing is wrong, 1 cannot be told.

                STATE        WHAT                    FOUND
                wrong        unit of eno4\\u001b[31m  it failed: unit:status eno4
                cannot tell  libvirt                 libvirt does not answer
                well         kernel, IOMMU           8 groups""");
        assertThat(shell.status).isEqualTo(3);
        assertThat(shell.run("host:check --json")).contains("\"verdict\" : \"unknown\"");
    }

    @Test
    void whatCannotBeToldIsNotWell() throws Exception {
        Shell shell = new Shell(new Failing("libvirt"));

        assertThat(shell.run("host:check")).startsWith("Nothing is wrong, 1 cannot be told.");
        assertThat(shell.status).isEqualTo(4);
    }

    @Test
    void aHostThatIsWellEndsWithStatus0() throws Exception {
        Answers host = new Answers();
        Shell shell = new Shell(new DeclaredHostCheck(Optional.of(host)));

        assertThat(shell.run("host:check")).contains("well   declared host  as generation 3 has it");
        assertThat(shell.status).isZero();
        assertThat(host.asked).containsExactly(
                List.of("plan", Answers.CONFIRMED.document(), Optional.empty()));
    }

    @Test
    void whatIsNotAsConfirmedAndARollbackThatWaitsAreWrong() {
        Answers host = new Answers();
        host.status = Answers.status(State.STUCK, Optional.of(Answers.CONFIRMED), Optional.of(Answers.EXCEPT));
        host.plan = new Plan(Answers.changes(), List.of("eno4 is in use"), List.of(), List.of());

        assertThat(new DeclaredHostCheck(Optional.of(host)).look())
                .filteredOn(finding -> finding.verdict() == Finding.Verdict.WRONG).extracting(Finding::text)
                .contains("virtual-functions eno4: guest t1\u001b[31m has VF 0", "eno4 is in use",
                        "not as generation 3 has it (is made: unmanaged true): host:rollback 3 brings it back");
    }

    @Test
    void aHostForWhichNothingWasConfirmedIsNotIll() {
        Answers host = new Answers();
        host.status = Answers.status(State.UNDECLARED, Optional.empty(), Optional.empty());

        assertThat(new DeclaredHostCheck(Optional.of(host)).look()).extracting(Finding::verdict)
                .containsExactly(Finding.Verdict.NOTE);
    }
}
