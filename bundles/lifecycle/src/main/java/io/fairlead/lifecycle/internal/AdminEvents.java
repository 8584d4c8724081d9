package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.LifecycleEvents;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells by the Event Admin service, where there is one, and in the log. */
final class AdminEvents implements Events {

    private static final Logger LOG = LoggerFactory.getLogger(AdminEvents.class);

    private final Supplier<Optional<EventAdmin>> admin;

    AdminEvents(Supplier<Optional<EventAdmin>> admin) {
        this.admin = admin;
    }

    @Override
    public void tell(String topic, int generation, String what) {
        LOG.info("generation {}: {}", generation, what);
        // posted: a listener that hangs holds nothing up
        admin.get().ifPresent(service -> service.postEvent(
                new Event(topic, Map.of(LifecycleEvents.GENERATION, generation, LifecycleEvents.WHAT, what))));
    }
}
