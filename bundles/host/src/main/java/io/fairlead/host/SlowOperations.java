package io.fairlead.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes that may block in the kernel without end. Each runs in a process of its own, which no end of the caller stops
 * and which leaves a record that everybody can read.
 *
 * <p>A thread would not do: one that blocks in the kernel in state D keeps the whole JVM from ending, even by SIGKILL.
 */
@ProviderType
public interface SlowOperations {

    /**
     * Starts the steps and waits for their end, but no longer than {@code patience}.
     *
     * @throws FairleadException {@code BUSY} when an operation on the same function is unfinished
     */
    Outcome run(SlowOperation operation, Duration patience);

    /** The operations that have not ended, and those that failed after their caller had left, by their function. */
    Map<PciAddress, Operation> records();

    /** How an operation stands when its caller's patience ends. */
    sealed interface Outcome {

        /** Every step was done. */
        record Done() implements Outcome {
        }

        /**
         * A step failed, and those after it were not done.
         *
         * @param step the step
         * @param error the kernel's own words, {@code Numerical result out of range}
         */
        record Failed(Step step, String error) implements Outcome {
        }

        /**
         * It goes on without the caller.
         *
         * @param record what is known of it
         */
        record Unfinished(Operation record) implements Outcome {
        }
    }

    /**
     * Steps to be done one after another.
     *
     * @param function the function they change; one operation at a time for each
     * @param what one phrase for people: {@code set the VFs of eno4 from 7 to 4}
     * @param waitingFor the holders that the kernel will wait for, by their description
     * @param bound how long it may take before it counts as stuck
     * @param steps at least one
     */
    record SlowOperation(PciAddress function, String what, List<String> waitingFor, Duration bound,
            List<Step> steps) {
    }

    /** One thing to do. */
    sealed interface Step {

        /**
         * Write one line to a sysfs attribute.
         *
         * @param file the attribute
         * @param value without the line's end
         */
        record Write(HostPath file, String value) implements Step {
        }

        /**
         * Set a network interface administratively up.
         *
         * @param name the interface
         */
        record SetUp(String name) implements Step {
        }

        /**
         * Wait until a PF has exactly this many VFs, each with its {@code physfn}; fewer at the end of the time is a
         * failure that tells how many there are.
         *
         * @param physicalFunction the PF's directory in sysfs
         * @param count how many
         * @param settleTime how long to wait at the most
         */
        record AwaitVfs(HostPath physicalFunction, int count, Duration settleTime) implements Step {
        }
    }
}
