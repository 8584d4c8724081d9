package io.fairlead.api.libvirt;

import java.util.List;
import java.util.UUID;

/**
 * A guest and its VFs.
 *
 * @param name as libvirt has it; may hold anything but a slash and a line's end
 * @param id its UUID
 * @param running whether it runs, or is paused
 * @param functions the VFs that it has or takes; empty for most guests of most hosts
 * @param notes what is wrong with its wishes, one sentence each
 */
public record GuestVfs(String name, UUID id, boolean running, List<GuestFunction> functions, List<String> notes) {
}
