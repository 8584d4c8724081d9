package io.fairlead.shell.internal.view;

import io.fairlead.api.NicBidding;
import java.util.List;

/**
 * The NIC drivers there are.
 *
 * @param drivers by name
 */
public record DriverList(List<NicBidding.Driver> drivers) {
}
