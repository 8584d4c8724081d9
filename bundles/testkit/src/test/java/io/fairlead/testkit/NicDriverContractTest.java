package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fairlead.api.NicMatch;
import io.fairlead.api.VfAttribute;
import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each fault that a driver can have is met by the line of the contract that is about it, and a good driver by none. */
class NicDriverContractTest {

    /** Igb's own, as a vendor might write it. */
    private static class Good implements NicDriver {

        @Override
        public NicMatch match(NicFunction function) {
            return function.vendorId() == 0x8086 ? NicMatch.VENDOR : NicMatch.NONE;
        }

        @Override
        public NicSession open(NicContext context) {
            return new Session(Duration.ofSeconds(30), EnumSet.of(VfAttribute.MAC, VfAttribute.TRUST));
        }
    }

    private record Session(Duration settleTime, Set<VfAttribute> settable) implements NicSession {
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(settleTime);
        }
    }

    /** On the cards of the simulated igb. */
    abstract static class OnIgb extends NicDriverContract {
        @Override
        protected List<NicDescription> cards() {
            return SimulatedHosts.igb().nics().stream().filter(nic -> nic.sriov().isPresent()).toList();
        }
    }

    static final class GoodOnes extends OnIgb {
        @Override
        protected NicDriver driver() {
            return new Good();
        }
    }

    static final class Greedy extends OnIgb {
        @Override
        protected NicDriver driver() {
            return new Good() {
                @Override
                public NicMatch match(NicFunction function) {
                    return NicMatch.EXACT;
                }
            };
        }
    }

    static final class Moody extends OnIgb {
        @Override
        protected NicDriver driver() {
            AtomicInteger times = new AtomicInteger();
            return new Good() {
                @Override
                public NicMatch match(NicFunction function) {
                    return times.incrementAndGet() % 100 == 0 ? NicMatch.FAMILY : super.match(function);
                }
            };
        }
    }

    static final class Brittle extends OnIgb {
        @Override
        protected NicDriver driver() {
            return new Good() {
                @Override
                public NicMatch match(NicFunction function) {
                    return function.kernelDriver().orElseThrow().equals("igb") ? super.match(function) : NicMatch.NONE;
                }
            };
        }
    }

    static final class Boastful extends OnIgb {
        @Override
        protected NicDriver driver() {
            return new Good() {
                @Override
                public NicSession open(NicContext context) {
                    return new Session(Duration.ofSeconds(30), EnumSet.allOf(VfAttribute.class));
                }
            };
        }
    }

    static final class Impatient extends OnIgb {
        @Override
        protected NicDriver driver() {
            return new Good() {
                @Override
                public NicSession open(NicContext context) {
                    return new Session(Duration.ZERO, Set.of());
                }
            };
        }
    }

    static final class Broken extends OnIgb {
        @Override
        protected NicDriver driver() {
            return new Good() {
                @Override
                public NicSession open(NicContext context) {
                    throw new IllegalStateException("no session today");
                }
            };
        }
    }

    @Test
    void aGoodDriverKeepsIt() {
        assertThat(brokenBy(GoodOnes.class)).isEmpty();
    }

    @Test
    void eachFaultIsMetByItsOwnLine() {
        assertThat(brokenBy(Greedy.class)).contains("itLeavesTheCardsOfOthersToThem",
                "itComesAndGoesWithoutTouchingItsCards");
        assertThat(brokenBy(Moody.class)).contains("itBidsTheSameFromEveryThread");
        assertThat(brokenBy(Brittle.class)).contains("itHasABidForWhateverThereIs");
        assertThat(brokenBy(Boastful.class)).containsExactly("whatItCallsSettableIsSetAndReadBack");
        assertThat(brokenBy(Impatient.class)).contains("itSaysForEveryCountHowVfsAreMade");
        assertThat(brokenBy(Broken.class)).contains("vfsAreMadeAndRemovedAsItSays");
    }

    /** The contract's tests that fail. */
    private static Set<String> brokenBy(Class<? extends NicDriverContract> test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test))
                .build();
        Set<String> failed = new TreeSet<>();
        AtomicInteger ran = new AtomicInteger();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                if (!identifier.isTest()) {
                    return;
                }
                ran.incrementAndGet();
                if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    identifier.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                            .ifPresent(source -> failed.add(source.getMethodName()));
                }
            }
        });
        assertThat(ran.get()).as("tests of %s", test).isGreaterThan(10);
        return failed;
    }
}
