package io.fairlead.shell.internal.view;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.Holder;
import io.fairlead.api.MacAddress;
import io.fairlead.api.Measurement;
import io.fairlead.api.NicBidding;
import io.fairlead.api.NicRecording;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.Vlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The shape of every result in JSON: maps and lists in a fixed order. Programs rely on these names, so they are written
 * out here and not taken from the records. What is not known is null, never left out.
 */
final class JsonShape {

    private JsonShape() {
    }

    static Object of(Object result) {
        return switch (result) {
            case PfList list -> each(list.functions(), JsonShape::pf);
            case PhysicalFunction pf -> pf(pf);
            case HolderList list -> holders(list.of());
            case CountChange change -> count(change);
            case FunctionChange change -> change(change);
            case EswitchChange change -> eswitch(change);
            case FirmwareReport report -> firmware(report);
            case FirmwareChange change -> firmware(change);
            case Measurement measurement -> measurement(measurement);
            case DriverList list -> each(list.drivers(), JsonShape::driver);
            case BidList list -> bids(list);
            case NicRecording recording -> recording(recording);
            case Shown shown -> shown.json();
            default -> throw new IllegalArgumentException("no JSON shape for " + result.getClass());
        };
    }

    private static Map<String, Object> pf(PhysicalFunction pf) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("name", pf.name().orElse(null));
        shape.put("pci", pf.pci().toString());
        shape.put("vendorId", "0x%04x".formatted(pf.vendorId()));
        shape.put("deviceId", "0x%04x".formatted(pf.deviceId()));
        shape.put("driver", pf.driver().orElse(null));
        shape.put("totalVfs", pf.totalVfs().orElse(null));
        shape.put("numVfs", pf.numVfs());
        shape.put("probe", pf.probe());
        shape.put("eswitchMode", pf.eswitchMode().map(EswitchMode::label).orElse(null));
        shape.put("nicDriver", pf.nicDriver().orElse(null));
        shape.put("operation", pf.operation().map(JsonShape::operation).orElse(null));
        shape.put("holdersUnknown", pf.holdersUnknown());
        shape.put("functions", each(pf.functions(), JsonShape::function));
        return shape;
    }

    private static Map<String, Object> operation(Operation operation) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("what", operation.what());
        shape.put("since", operation.since().toString());
        shape.put("state", word(operation.state()));
        shape.put("waitingFor", operation.waitingFor());
        shape.put("error", operation.error().isEmpty() ? null : operation.error());
        return shape;
    }

    private static Map<String, Object> function(VirtualFunction function) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("index", function.index());
        shape.put("pci", function.pci().toString());
        shape.put("name", function.name().orElse(null));
        shape.put("driver", function.driver().orElse(null));
        shape.put("iommuGroup", function.iommuGroup().orElse(null));
        shape.put("representor", function.representor().orElse(null));
        attributes(shape, function.attributes());
        shape.put("holders", each(function.holders(), JsonShape::holder));
        return shape;
    }

    private static void attributes(Map<String, Object> shape, VfAttributes attributes) {
        shape.put("mac", attributes.mac().map(MacAddress::text).orElse(null));
        shape.put("vlan", attributes.vlan().map(Vlan::id).orElse(null));
        shape.put("qos", attributes.vlan().map(Vlan::qos).orElse(null));
        shape.put("vlanProtocol", attributes.vlan().map(vlan -> vlan.protocol().label()).orElse(null));
        shape.put("spoofCheck", attributes.spoofCheck().orElse(null));
        shape.put("trust", attributes.trust().orElse(null));
        shape.put("linkState", attributes.linkState().map(JsonShape::word).orElse(null));
        shape.put("minRate", attributes.minRate().orElse(null));
        shape.put("maxRate", attributes.maxRate().orElse(null));
    }

    private static Map<String, Object> holder(Holder holder) {
        return switch (holder) {
            case Holder.Guest guest -> holder(guest, "guest", guest.name(), guest.pid());
            case Holder.HostProcess process -> holder(process, "process", process.command(), process.pid());
            case Holder.Namespace namespace -> holder(namespace, "namespace", namespace.name(), 0);
            case Holder.Interface link -> holder(link, "interface", link.name(), 0);
            case Holder.Other other -> holder(other, "other", null, 0);
        };
    }

    private static Map<String, Object> holder(Holder holder, String type, String name, long pid) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", type);
        shape.put("name", name);
        shape.put("pid", pid == 0 ? null : pid);
        shape.put("description", holder.describe());
        shape.put("blocksRemoval", holder.blocksRemoval());
        return shape;
    }

    private static Map<String, Object> holders(PhysicalFunction pf) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", pf.label());
        shape.put("pci", pf.pci().toString());
        shape.put("operation", pf.operation().map(JsonShape::operation).orElse(null));
        shape.put("holdersUnknown", pf.holdersUnknown());
        shape.put("functions", each(pf.functions(), function -> {
            Map<String, Object> held = new LinkedHashMap<>();
            held.put("index", function.index());
            held.put("pci", function.pci().toString());
            held.put("holders", each(function.holders(), JsonShape::holder));
            return held;
        }));
        return shape;
    }

    private static Map<String, Object> count(CountChange change) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("before", change.before());
        shape.put("after", change.after());
        shape.put("wanted", change.wanted());
        shape.put("written", change.written());
        shape.put("notes", change.notes());
        shape.put("operation", change.pending().map(JsonShape::operation).orElse(null));
        return shape;
    }

    private static Map<String, Object> change(FunctionChange change) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("before", function(change.before()));
        shape.put("after", function(change.after()));
        shape.put("written", change.written());
        shape.put("notes", change.notes());
        return shape;
    }

    private static Map<String, Object> eswitch(EswitchChange change) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("before", change.before().label());
        shape.put("after", change.after().label());
        shape.put("written", change.written());
        shape.put("notes", change.notes());
        return shape;
    }

    private static Map<String, Object> firmware(FirmwareReport report) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", report.pf());
        shape.putAll(firmware(report.firmware()));
        return shape;
    }

    private static Map<String, Object> firmware(FirmwareChange change) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("before", firmware(change.before()));
        shape.put("after", firmware(change.after()));
        shape.put("written", change.written());
        shape.put("notes", change.notes());
        return shape;
    }

    private static Map<String, Object> firmware(FirmwareVfs firmware) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("enabled", firmware.enabled());
        shape.put("vfs", firmware.vfs());
        shape.put("enabledNext", firmware.enabledNext());
        shape.put("vfsNext", firmware.vfsNext());
        shape.put("needsPowerCycle", firmware.needsPowerCycle());
        return shape;
    }

    private static Map<String, Object> measurement(Measurement measurement) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", measurement.pf());
        shape.put("pairs", each(measurement.pairs(), pair -> {
            Map<String, Object> measured = new LinkedHashMap<>();
            measured.put("from", pair.from());
            measured.put("to", pair.to());
            measured.put("reachable", pair.reachable());
            measured.put("megabits", pair.megabits().orElse(null));
            return measured;
        }));
        shape.put("notes", measurement.notes());
        return shape;
    }

    private static Map<String, Object> driver(NicBidding.Driver driver) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("name", driver.name());
        shape.put("bundle", driver.bundle());
        shape.put("version", driver.version());
        shape.put("functions", driver.functions());
        shape.put("quarantined", driver.quarantined().orElse(null));
        return shape;
    }

    private static Map<String, Object> bids(BidList list) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", list.pf());
        shape.put("bids", each(list.bids(), bid -> {
            Map<String, Object> made = new LinkedHashMap<>();
            made.put("driver", bid.driver());
            made.put("match", word(bid.match()));
            made.put("ranking", bid.ranking());
            made.put("serviceId", bid.serviceId());
            made.put("chosen", bid.chosen());
            made.put("barred", bid.barred().orElse(null));
            return made;
        }));
        return shape;
    }

    private static Map<String, Object> recording(NicRecording recording) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pci", recording.pci().toString());
        shape.put("kernel", recording.kernel());
        shape.put("files", recording.files());
        shape.put("programs", each(recording.programs(), program -> {
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("line", program.line());
            said.put("status", program.status());
            said.put("text", program.text());
            said.put("error", program.error());
            return said;
        }));
        return shape;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> List<Object> each(Collection<T> of, Function<T, Object> shape) {
        return of.stream().map(shape).toList();
    }
}
