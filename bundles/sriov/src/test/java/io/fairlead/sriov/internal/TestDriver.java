package io.fairlead.sriov.internal;

import io.fairlead.api.NicMatch;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A NIC driver for every NIC that exists, which counts how often it is called. */
class TestDriver implements NicDriver {

    private static final long LIMIT = 10_000_000_000L;

    private final String name;
    private final NicMatch match;
    private final Map<NicFunction, Integer> matches = new ConcurrentHashMap<>();
    private final List<NicContext> opened = new CopyOnWriteArrayList<>();
    private final List<NicContext> closed = new CopyOnWriteArrayList<>();
    private volatile boolean claimsEverything;
    private volatile boolean throwing;

    TestDriver(String name, NicMatch match) {
        this.name = name;
        this.match = match;
    }

    String name() {
        return name;
    }

    int matches(NicFunction function) {
        return matches.getOrDefault(function, 0);
    }

    NicContext lastContext() {
        return opened.getLast();
    }

    /** Whether it was given functions so often. */
    BooleanSupplier opened(int times) {
        return () -> opened.size() >= times;
    }

    /** Whether it let go so often. */
    BooleanSupplier closed(int times) {
        return () -> closed.size() >= times;
    }

    void claimsEverything() {
        claimsEverything = true;
    }

    void throwsInAnswers() {
        throwing = true;
    }

    void behaves() {
        throwing = false;
    }

    @Override
    public NicMatch match(NicFunction function) {
        matches.merge(function, 1, Integer::sum);
        return function.vendorId() == 0xffff && !claimsEverything ? NicMatch.NONE : match;
    }

    @Override
    public NicSession open(NicContext context) {
        opened.add(context);
        return new Session(context);
    }

    private final class Session implements NicSession {

        private final NicContext context;

        Session(NicContext context) {
            this.context = context;
        }

        @Override
        public Set<VfAttribute> settable() {
            return Stage.ALL;
        }

        @Override
        public VfCreation creation(int count) {
            if (throwing) {
                throw new ArithmeticException("division by zero");
            }
            return Stage.WITHIN;
        }

        @Override
        public void close() {
            closed.add(context);
            if (throwing) {
                throw new ArithmeticException("division by zero");
            }
        }
    }

    /** Looks again and again, since what is waited for happens in threads that tell nobody. */
    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("what was waited for is not so after 10 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
