package io.fairlead.libvirt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.GuestReport;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.HookState;
import io.fairlead.api.libvirt.HookState.Live;
import io.fairlead.api.libvirt.HookState.Standing;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolChange;
import io.fairlead.api.libvirt.PoolReport;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The declared pools and hooks, and the way from what is there to them. */
class LibvirtProviderTest {

    private static final ResourceId POOL = new ResourceId(ResourceKinds.LIBVIRT_POOL, "vfpool");
    private static final ResourceId HOOKS = new ResourceId(ResourceKinds.LIBVIRT_HOOKS, "");
    private static final Map<String, Object> SECTION = Map.of("startAfter", List.of("eno4"), "pools",
            Map.of("vfpool", "eno4"), "guestsMay", List.of("trust"));

    private final Libvirt libvirt = new Libvirt();
    private final LibvirtProvider provider = new LibvirtProvider(libvirt,
            SimulatedHost.of(SimulatedHosts.igb()).files());

    @Test
    void whatIsDeclaredComesAfterItsVfsAndIsThenNoChange() {
        List<ResourceChange> changes = provider.plan(Optional.of(SECTION));

        assertThat(changes).extracting(ResourceChange::id).containsExactly(POOL, HOOKS);
        assertThat(changes.getFirst().follows())
                .containsExactly(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4"));

        changes.forEach(change -> provider.set(change.id(), change.before(), change.after(), Persistence.KEEP, _ -> {
        }));

        assertThat(provider.plan(Optional.of(SECTION))).isEmpty();
        assertThat(libvirt.done).containsExactly("add eno4 vfpool keep", "hooks [TRUST]");
    }

    @Test
    void whatIsNoLongerDeclaredGoes() {
        libvirt.pool = Optional.of(pool("vfpool", Optional.empty()));
        libvirt.may = Optional.of(Set.of());

        List<ResourceChange> changes = provider.plan(Optional.empty());

        changes.forEach(change -> provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
        }));
        assertThat(libvirt.done).containsExactlyInAnyOrder("remove eno4 try", "no hooks");
    }

    @Test
    void aStalePoolIsToBeMadeAnew() {
        libvirt.pool = Optional.of(pool("vfpool", Optional.of("it lists 7 VFs, and eno4 has 3")));

        assertThat(provider.plan(Optional.of(Map.of("pools", Map.of("vfpool", "eno4"))))).singleElement()
                .extracting(ResourceChange::id).isEqualTo(POOL);
    }

    @Test
    void whatChangedSinceThePlanIsLeftAlone() {
        libvirt.pool = Optional.of(pool("vfpool", Optional.empty()));

        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> provider.set(POOL, Map.of(), Map.of("pf", "eno5"), Persistence.TRY, _ -> {
                }));

        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
        assertThat(libvirt.done).isEmpty();
    }

    @Test
    void ofALibvirtThatDoesNotAnswerNothingIsTold() {
        libvirt.status = new LibvirtStatus(State.NOT_ANSWERING, "libvirt did not answer within 5 s");

        assertThat(catchThrowableOfType(FairleadException.class, provider::observe).kind()).isEqualTo(Kind.HOST_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "pools", "guestsMay"})
    void aSectionThatCannotBeIsRefusedByItsKey(String key) {
        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> provider.plan(Optional.of(Map.of(key, "x"))));

        assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
        assertThat(refusal).hasMessageStartingWith("libvirt." + key + " ");
    }

    private static Pool pool(String name, Optional<String> stale) {
        return new Pool(name, UUID.randomUUID(), Optional.of("eno4"), true, true, true, true, List.of(), stale,
                List.of());
    }

    /** A libvirt that does what it is told, and notes it. */
    private static final class Libvirt implements LibvirtHosts {

        private final List<String> done = new ArrayList<>();
        private LibvirtStatus status = new LibvirtStatus(State.RUNNING, "11.3.0");
        private Optional<Pool> pool = Optional.empty();
        private Optional<Set<GuestMay>> may = Optional.empty();

        @Override
        public LibvirtStatus status() {
            return status;
        }

        @Override
        public GuestReport guests() {
            return new GuestReport(status, Set.of(), false, List.of());
        }

        @Override
        public PoolReport pools() {
            return new PoolReport(status, pool.stream().toList());
        }

        @Override
        public PoolChange addPool(String pf, Optional<String> name, boolean keep) {
            done.add("add %s %s %s".formatted(pf, name.orElse(pf), keep ? "keep" : "try"));
            pool = Optional.of(pool(name.orElse(pf), Optional.empty()));
            return new PoolChange(pf, pf, true, pool, List.of());
        }

        @Override
        public PoolChange removePool(String pf, boolean keep) {
            done.add("remove %s %s".formatted(pf, keep ? "keep" : "try"));
            pool = Optional.empty();
            return new PoolChange(pf, pf, true, pool, List.of());
        }

        @Override
        public HookReport hooks() {
            Standing standing = may.isPresent() ? Standing.OURS : Standing.ABSENT;
            return new HookReport(status, false, List.of(new HookState("hook", standing, Live.NOT_TRIED)),
                    may.orElse(Set.of()), List.of(), List.of());
        }

        @Override
        public HookReport installHooks(boolean adopt, Optional<Set<GuestMay>> guestsMay) {
            done.add("hooks " + guestsMay.orElse(EnumSet.noneOf(GuestMay.class)));
            may = guestsMay;
            return hooks();
        }

        @Override
        public HookReport removeHooks() {
            done.add("no hooks");
            may = Optional.empty();
            return hooks();
        }
    }
}
