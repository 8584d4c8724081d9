package io.fairlead.lifecycle.internal;

/** Tells who listens what happened. */
interface Events {

    /**
     * Tells of something.
     *
     * @param topic one of {@link io.fairlead.api.lifecycle.LifecycleEvents}
     * @param generation which it is about
     * @param what one phrase
     */
    void tell(String topic, int generation, String what);
}
