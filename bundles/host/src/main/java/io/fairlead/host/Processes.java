package io.fairlead.host;

import io.fairlead.api.FairleadException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The host's processes. */
@ProviderType
public interface Processes {

    /**
     * Every process that has a device open through which it can use a PCI function: VFIO groups and devices, RDMA verbs,
     * vDPA, UIO.
     *
     * @throws FairleadException {@code NOT_CAPABLE} when the caller may not look at other users' processes
     */
    List<DeviceUser> deviceUsers();

    /**
     * A process and a device it has open.
     *
     * @param device the node below the device root: {@code vfio/12}, {@code vfio/devices/vfio0},
     *            {@code infiniband/uverbs0}
     * @param pid the process
     * @param commandLine its arguments, the program first
     */
    record DeviceUser(String device, long pid, List<String> commandLine) {
    }
}
