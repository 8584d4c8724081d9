package io.fairlead.kernel.internal;

import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.OwnFiles;

/**
 * The parts of the host that boot loaders are read and configured through.
 *
 * @param files reads
 * @param own writes files of ours among other people's
 * @param durable puts back what a generator wrote
 * @param commands runs generators
 */
record Host(HostFiles files, OwnFiles own, DurableFiles durable, Commands commands) {
}
