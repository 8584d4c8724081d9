/**
 * For whoever writes a NIC driver: the {@link io.fairlead.testkit.NicDriverContract} that every one keeps, and recordings of
 * cards that are elsewhere. For tests alone; no part of a running Fairlead.
 */
package io.fairlead.testkit;
