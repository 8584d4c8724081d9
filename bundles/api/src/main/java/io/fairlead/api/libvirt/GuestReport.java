package io.fairlead.api.libvirt;

import java.util.List;
import java.util.Set;

/**
 * The guests that have to do with VFs.
 *
 * @param status whether libvirt answered; if not, there are no guests here
 * @param guestsMay what their wishes may be about
 * @param hooks whether the hooks are installed, without which nothing is granted
 * @param guests by name
 */
public record GuestReport(LibvirtStatus status, Set<GuestMay> guestsMay, boolean hooks, List<GuestVfs> guests) {
}
