package io.fairlead.api.libvirt;

import java.util.List;
import java.util.Set;

/**
 * How the hooks stand.
 *
 * @param status whether libvirt answered
 * @param changed whether this call changed anything
 * @param hooks each of our hooks
 * @param guestsMay what the guests' wishes may be about
 * @param rendered the names of the guests with a granted wish that lies ready for the hooks; a guest that libvirt no
 *            longer knows by its UUID
 * @param notes what the user should know, one sentence each
 */
public record HookReport(LibvirtStatus status, boolean changed, List<HookState> hooks, Set<GuestMay> guestsMay,
        List<String> rendered, List<String> notes) {
}
