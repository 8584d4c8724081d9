package io.fairlead.sriov.internal;

import io.fairlead.api.resource.Declaration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The document's section {@code physicalFunctions}: PFs by a selector, and what each is to be. */
final class PfSection {

    static final String NAME = "physicalFunctions";
    static final String VFS = "virtualFunctions";
    static final String PROBE = "probeDrivers";
    static final String ESWITCH = "eswitchMode";
    static final String EACH = "each";
    static final String FUNCTIONS = "functions";

    private static final String MAC = """
            "mac": {
              "description": "Its administered MAC address; all zeros for none.",
              "examples": ["52:54:00:11:22:33"],
              "type": "string", "pattern": "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$"
            },""";

    private static final String ATTRIBUTES = """
            "vlan": {
              "description": "The port VLAN that the NIC adds and takes off: its number, 0 for none, or with priority and protocol.",
              "oneOf": [
                {"type": "integer", "minimum": 0, "maximum": 4094},
                {"type": "object", "additionalProperties": false, "required": ["id"], "properties": {
                  "id": {"description": "The VLAN's number, 0 for none.", "type": "integer", "minimum": 0, "maximum": 4094},
                  "qos": {"description": "The priority code point.", "type": "integer", "minimum": 0, "maximum": 7},
                  "proto": {"description": "The tag's protocol.", "enum": ["802.1Q", "802.1ad"]}
                }}
              ]
            },
            "spoofCheck": {
              "description": "Whether the NIC drops frames with a source address that is not the VF's.", "type": "boolean"
            },
            "trust": {
              "description": "Whether the VF may go promiscuous and change its own MAC address.", "type": "boolean"
            },
            "linkState": {
              "description": "What the VF is told of its link: auto for the PF's.", "enum": ["auto", "on", "off"]
            },
            "minRate": {
              "description": "The guaranteed transmit rate in Mbit/s, 0 for none.",
              "type": "integer", "minimum": 0, "maximum": 2147483647
            },
            "maxRate": {
              "description": "The transmit rate's limit in Mbit/s, 0 for none.",
              "type": "integer", "minimum": 0, "maximum": 2147483647
            },
            "driver": {
              "description": "The kernel driver that it is bound to, vfio-pci or another; none for no driver.",
              "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]{0,54}$"
            }""";

    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "description": "Physical functions, by interface (eno4), PCI address (0000:01:00.0), permanent MAC (mac:52:54:00:11:22:33), driver (driver:igb#0) or vendor and device (8086:10c9#1). VFs of those that are not here are left alone.",
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": false,
                "required": ["virtualFunctions"],
                "properties": {
                  "virtualFunctions": {
                    "description": "How many VFs it has, 0 to what the hardware offers.",
                    "type": "integer", "minimum": 0, "maximum": 65535
                  },
                  "probeDrivers": {
                    "description": "Whether the kernel binds its own drivers to new VFs, and makes interfaces of them on the host; as it is where nothing is said.",
                    "type": "boolean"
                  },
                  "eswitchMode": {
                    "description": "How the NIC switches between its VFs and its port: switchdev for one that has representors on the host, legacy for one that has none; as it is where nothing is said.",
                    "enum": ["legacy", "switchdev"]
                  },
                  "each": {
                    "description": "What every VF is to be, unless functions says otherwise; what is not said is left as it is.",
                    "type": "object", "additionalProperties": false, "properties": {
            @ATTRIBUTES@
                    }
                  },
                  "functions": {
                    "description": "What single VFs are to be, by their index from 0.",
                    "type": "object",
                    "additionalProperties": {
                      "description": "What this VF is to be, over what is said of each.",
                      "type": "object", "additionalProperties": false, "properties": {
            @MAC@
            @ATTRIBUTES@
                      }
                    }
                  }
                }
              }
            }
            """
            .replace("@MAC@", MAC).replace("@ATTRIBUTES@", ATTRIBUTES);

    private PfSection() {
    }

    /** What is said of each PF, by its selector and in the document's order. */
    static Map<String, Map<String, Object>> of(Declaration declaration) {
        Map<String, Map<String, Object>> declared = new LinkedHashMap<>();
        declaration.section(NAME).orElse(Map.of()).forEach((selector, pf) -> declared.put(selector,
                PfState.mapping(pf)));
        return declared;
    }
}
