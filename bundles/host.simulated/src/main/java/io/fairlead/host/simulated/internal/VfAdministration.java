package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.host.simulated.Errno;
import java.util.Locale;

/** Sets attributes of VFs by the rules of rtnetlink and of the PF's driver. To be called with the machine's lock. */
final class VfAdministration {

    private final Machine machine;

    VfAdministration(Machine machine) {
        this.machine = machine;
    }

    /** One attribute after another; what came before a failure stays set. */
    void set(String pf, int index, VfAttributes wanted) {
        Request request = new Request(pf, index);
        wanted.mac().ifPresent(mac -> {
            // is_valid_ether_addr in the drivers' ndo_set_vf_mac; all zeros means none
            request.check(VfAttribute.MAC, mac, mac.multicast());
            request.state.mac = mac;
        });
        wanted.vlan().ifPresent(vlan -> {
            request.check(vlan.protocol() == Vlan.Protocol.DOT1AD ? VfAttribute.VLAN_802_1AD : VfAttribute.VLAN,
                    "%d qos %d proto %s".formatted(vlan.id(), vlan.qos(), vlan.protocol().label()), false);
            request.state.vlan = vlan;
        });
        wanted.spoofCheck().ifPresent(check -> {
            request.check(VfAttribute.SPOOF_CHECK, check ? "on" : "off", false);
            request.state.spoofCheck = check;
        });
        wanted.linkState().ifPresent(state -> {
            request.check(VfAttribute.LINK_STATE, state.name().toLowerCase(Locale.ROOT), false);
            request.state.linkState = state;
        });
        wanted.trust().ifPresent(trust -> {
            request.check(VfAttribute.TRUST, trust ? "on" : "off", false);
            request.state.trust = trust;
        });
        if (wanted.maxRate().isPresent() || wanted.minRate().isPresent()) {
            setRates(request, wanted);
        }
    }

    /**
     * Both rates go in one message; a limit above the link's speed is EINVAL (igb_ndo_set_vf_bw, i40e_set_bw_limit,
     * bnxt_set_vf_bw), and so is a minimum above the limit (rtnl_set_vf_rate).
     */
    private static void setRates(Request request, VfAttributes wanted) {
        int max = wanted.maxRate().orElse(request.state.maxRate);
        int min = wanted.minRate().orElse(request.state.minRate);
        boolean invalid = max > request.sriov.speed || min > request.sriov.speed || (max > 0 && min > max);
        request.check(min > 0 ? VfAttribute.MIN_RATE : VfAttribute.MAX_RATE, "min %d max %d".formatted(min, max),
                invalid);
        request.state.maxRate = max;
        request.state.minRate = min;
    }

    /** One VF that is about to be changed. */
    private final class Request {

        final SriovCapability sriov;
        final VfState state;
        private final String pf;
        private final int index;

        Request(String pf, int index) {
            this.pf = pf;
            this.index = index;
            NetInterface link = machine.hostInterfaces.get(pf);
            if (link == null) {
                throw new FairleadException(Kind.HOST_FAILED, "Cannot find device \"%s\"".formatted(pf));
            }
            sriov = link.function.filter(_ -> link.represented.isEmpty()).flatMap(function -> function.sriov)
                    .orElseThrow(() -> refusal("VF attributes", Errno.EOPNOTSUPP));
            state = sriov.states.get(index);
            if (state == null) {
                throw refusal("VF attributes", Errno.EINVAL);
            }
        }

        /** Counts the write, and throws what the kernel answers. */
        void check(VfAttribute attribute, Object value, boolean invalid) {
            machine.writes.add("%s vf %d %s=%s".formatted(pf, index, attribute.label(), value));
            if (!machine.privileged) {
                throw refusal(attribute.label(), Errno.EPERM);
            }
            Errno errno = sriov.driver.refusals().get(attribute);
            if (errno != null) {
                throw refusal(attribute.label(), errno);
            }
            if (invalid) {
                throw refusal(attribute.label(), Errno.EINVAL);
            }
        }

        private FairleadException refusal(String what, Errno errno) {
            boolean unknown = errno == Errno.EOPNOTSUPP || errno == Errno.EPROTONOSUPPORT;
            return unknown
                    ? new FairleadException(Kind.UNSUPPORTED,
                            "the %s of VF %d cannot be set: the kernel driver of %s does not support it"
                                    .formatted(what, index, pf))
                    : new FairleadException(Kind.HOST_FAILED,
                            "the %s of VF %d of %s was not set: %s".formatted(what, index, pf, errno.words()));
        }
    }
}
