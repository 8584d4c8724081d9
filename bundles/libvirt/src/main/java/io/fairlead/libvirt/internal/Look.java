package io.fairlead.libvirt.internal;

import io.fairlead.api.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What libvirt told of its networks and guests, in a few calls one after another: what comes and goes meanwhile may be in
 * it or not.
 */
final class Look {

    /**
     * A network and how it stands.
     *
     * @param network by the definition that is in force; the kept one where it is not started
     * @param kept the definition that is there after the next boot
     * @param active whether it is started
     * @param autostart whether it is started at boot
     */
    record NetworkState(Network network, Optional<Network> kept, boolean active, boolean autostart) {

        /** The PFs that either definition names. */
        Stream<String> pfs() {
            return Stream.concat(network.pfs().stream(), kept.stream().flatMap(other -> other.pfs().stream()));
        }

        /** All words by which it tells its PF. */
        Stream<String> names() {
            return Stream.concat(pfs(), madeFor().stream());
        }

        /** Whether either has our mark. */
        Optional<String> madeFor() {
            return network.madeFor().or(() -> kept.flatMap(Network::madeFor));
        }
    }

    /**
     * A guest.
     *
     * @param now its devices, where it runs
     * @param next its devices at its next start
     * @param wishes what its metadata wishes for, at its next start
     */
    record GuestState(String name, UUID id, boolean running, List<Device> now, List<Device> next, Wish.Wishes wishes) {
    }

    private final Virsh virsh;
    /** What the networks' documents were read as at the last look: the same text says the same. */
    private volatile Map<String, Optional<Network>> known = Map.of();

    Look(Virsh virsh) {
        this.virsh = virsh;
    }

    /** Every hostdev network. */
    List<NetworkState> pools() {
        List<String> lists = virsh.ask(List.of("net-list --all --uuid", "net-list --uuid",
                "net-list --all --persistent --uuid", "net-list --all --autostart --uuid"));
        List<UUID> all = Ids.list(lists.get(0));
        Set<UUID> active = Set.copyOf(Ids.list(lists.get(1)));
        Set<UUID> kept = Set.copyOf(Ids.list(lists.get(2)));
        Set<UUID> autostart = Set.copyOf(Ids.list(lists.get(3)));
        List<String> documents = virsh.ask(all.stream()
                .flatMap(id -> Stream.of("net-dumpxml " + id, "net-dumpxml --inactive " + id)).toList());
        Map<String, Optional<Network>> before = known;
        Map<String, Optional<Network>> read = new HashMap<>();
        documents.forEach(text -> read.computeIfAbsent(text,
                _ -> Optional.ofNullable(before.get(text)).orElseGet(() -> Network.parse(text))));
        known = read;
        List<NetworkState> networks = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            UUID id = all.get(i);
            Optional<Network> keptOne = Optional.of(documents.get(2 * i + 1)).filter(_ -> kept.contains(id))
                    .flatMap(read::get);
            read.get(documents.get(2 * i)).filter(Network::hostdev).ifPresent(network -> networks
                    .add(new NetworkState(network, keptOne, active.contains(id), autostart.contains(id))));
        }
        return networks;
    }

    /** What guests have of these networks. */
    List<Port> ports(List<NetworkState> networks) {
        List<UUID> active = networks.stream().filter(NetworkState::active).map(state -> state.network().id()).toList();
        List<String> lists = virsh.ask(active.stream().map(id -> "net-port-list --uuid " + id).toList());
        List<UUID> networkOf = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < active.size(); i++) {
            for (UUID port : Ids.list(lists.get(i))) {
                networkOf.add(active.get(i));
                questions.add("net-port-dumpxml %s %s".formatted(active.get(i), port));
            }
        }
        List<String> documents = virsh.ask(questions);
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Port.parse(networkOf.get(i), documents.get(i)).ifPresent(ports::add);
        }
        return ports;
    }

    /** Every guest, by name. */
    List<GuestState> guests() {
        List<String> lists = virsh.ask(List.of("list --all --uuid", "list --uuid"));
        List<UUID> all = Ids.list(lists.get(0));
        Set<UUID> running = Set.copyOf(Ids.list(lists.get(1)));
        List<String> documents = virsh
                .ask(all.stream().flatMap(id -> Stream.of("dumpxml " + id, "dumpxml --inactive " + id)).toList());
        List<GuestState> guests = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            UUID id = all.get(i);
            String now = documents.get(2 * i);
            String next = documents.get(2 * i + 1);
            if (!now.isEmpty() || !next.isEmpty()) {
                guests.add(guest(id, running.contains(id), now, next));
            }
        }
        guests.sort((one, other) -> one.name().compareTo(other.name()));
        return guests;
    }

    private static GuestState guest(UUID id, boolean running, String now, String next) {
        var live = Xml.parse(now, "domain");
        var kept = Xml.parse(next, "domain");
        if (live.isEmpty() || kept.isEmpty()) {
            return new GuestState(id.toString(), id, running, List.of(), List.of(),
                    new Wish.Wishes(List.of(), List.of(
                            "its definition cannot be read: it is longer than %d MiB, or not what libvirt writes"
                                    .formatted(Xml.MOST_BYTES >> 20))));
        }
        String name = Xml.text(live.get(), "name").orElse(Printable.of(id.toString()));
        return new GuestState(name, id, running, running ? Device.of(live.get()).toList() : List.of(),
                Device.of(kept.get()).toList(), Wish.of(kept.get()));
    }
}
