package io.fairlead.libvirt.internal;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.libvirt.GuestFunction;
import io.fairlead.api.libvirt.GuestFunction.Way;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.libvirt.internal.Look.GuestState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts together which VFs a guest has and takes, and what is granted of its wishes. */
final class GuestView {

    private final Functions functions;
    private final List<Pool> pools;
    private final Grants grants;

    /** With what is allowed; nothing where no hook would apply it. */
    GuestView(Functions functions, List<Pool> pools, Grants grants) {
        this.functions = functions;
        this.pools = pools;
        this.grants = grants;
    }

    GuestVfs of(GuestState guest) {
        List<GuestFunction> found = new ArrayList<>();
        Set<Device> seen = new LinkedHashSet<>();
        for (Device next : guest.next()) {
            Optional<Device> now = guest.now().stream().filter(device -> sameAs(next, device)).findFirst();
            now.ifPresent(seen::add);
            function(guest, next, now, true).ifPresent(found::add);
        }
        guest.now().stream().filter(device -> !seen.contains(device))
                .forEach(device -> function(guest, device, Optional.of(device), false).ifPresent(found::add));
        List<String> notes = new ArrayList<>(guest.wishes().notes());
        found.stream().filter(function -> function.pf().isEmpty()).map(function -> "%s gives it no VF now".formatted(
                function.pool().map("the network %s"::formatted).or(() -> function.function().map(PciAddress::toString))
                        .orElse("its definition")))
                .forEach(notes::add);
        for (Wish wish : guest.wishes().list()) {
            if (Stream.concat(guest.next().stream(), guest.now().stream()).noneMatch(device -> isFor(wish, device))) {
                wish.mac().ifPresentOrElse(mac -> found.add(later(mac, wish.wanted())),
                        () -> notes.add("its metadata has a wish for %s, which is no device of its"
                                .formatted(wish.function().map(PciAddress::toString).orElse("nothing"))));
            }
        }
        found.forEach(function -> notDone(function).ifPresent(notes::add));
        return new GuestVfs(guest.name(), guest.id(), guest.running(), found, notes);
    }

    /** Of an interface that may be plugged in while the guest runs: the wish must lie ready for the hook by then. */
    private GuestFunction later(MacAddress mac, VfAttributes wished) {
        return new GuestFunction(Way.POOL, Optional.of(mac), Optional.empty(), Optional.empty(), Optional.empty(),
                false, false, wished, grants.limit(wished), grants.denied(wished));
    }

    private static boolean sameAs(Device one, Device other) {
        return one.mac().isPresent() ? one.mac().equals(other.mac()) : one.equals(other);
    }

    private Optional<GuestFunction> function(GuestState guest, Device device, Optional<Device> now, boolean takes) {
        Optional<Pool> pool = device.network()
                .flatMap(name -> pools.stream().filter(one -> one.name().equals(name)).findFirst());
        Optional<Pool.Use> use = device.mac().flatMap(mac -> use(guest, mac));
        if (pool.isEmpty() && use.isPresent()) {
            pool = pools.stream().filter(one -> one.uses().contains(use.get())).findFirst();
        }
        Optional<PciAddress> address = now.flatMap(Device::function).or(() -> use.flatMap(Pool.Use::function))
                .or(device::function);
        Optional<PhysicalFunction> pf = address.flatMap(functions::pfOf);
        Optional<String> poolsPf = pool.flatMap(Pool::pf);
        Way way = pool.isPresent() ? Way.POOL : device.way();
        VfAttributes wished = guest.wishes().list().stream().filter(wish -> isFor(wish, device)).map(Wish::wanted)
                .findFirst().orElse(VfAttributes.NONE);
        // What is wished for counts before its pool or VF is there, so that nothing depends on the order of set-up.
        if (pool.isEmpty() && pf.isEmpty() && wished.equals(VfAttributes.NONE)) {
            return Optional.empty();
        }
        return Optional.of(new GuestFunction(way, device.mac(), pool.map(Pool::name).or(device::network), address,
                pf.map(PhysicalFunction::label).or(() -> poolsPf), now.isPresent() && address.isPresent(), takes,
                wished, grants.limit(wished), grants.denied(wished)));
    }

    private static boolean isFor(Wish wish, Device device) {
        return wish.mac().isPresent()
                ? wish.mac().equals(device.mac())
                : device.way() != Way.POOL && wish.function().equals(device.function());
    }

    private Optional<Pool.Use> use(GuestState guest, MacAddress mac) {
        return pools.stream().flatMap(pool -> pool.uses().stream())
                .filter(use -> use.guestId().equals(guest.id()) && use.mac().filter(mac::equals).isPresent())
                .findFirst();
    }

    /** What is granted and not so on the VF that the guest has: by read-back, whoever is at fault. */
    private Optional<String> notDone(GuestFunction function) {
        if (!function.holds()) {
            return Optional.empty();
        }
        return function.function().flatMap(functions::vf).flatMap(vf -> {
            List<String> other = new ArrayList<>();
            VfAttributes granted = function.granted();
            compare(other, "trust", granted.trust(), vf.attributes().trust());
            compare(other, "spoof check", granted.spoofCheck(), vf.attributes().spoofCheck());
            compare(other, "link state", granted.linkState(), vf.attributes().linkState());
            compare(other, "minimum rate", granted.minRate(), vf.attributes().minRate());
            compare(other, "maximum rate", granted.maxRate(), vf.attributes().maxRate());
            return other.isEmpty()
                    ? Optional.empty()
                    : Optional.of("on VF %d of %s the %s is not as granted: it is given when the guest starts next"
                            .formatted(vf.index(), function.pf().orElse("its PF"), String.join(", ", other)));
        });
    }

    private static <T> void compare(List<String> other, String label, Optional<T> granted, Optional<T> seen) {
        if (granted.isPresent() && !granted.equals(seen)) {
            other.add(label);
        }
    }
}
