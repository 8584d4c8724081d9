package io.fairlead.shell.internal.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSON.Feature;
import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchChange;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.Measurement;
import io.fairlead.api.PhysicalFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What a person or a program is shown of a command's result. */
public final class Screens {

    /** ASCII alone: names may hold control characters of Latin-1, and the terminal's character set is not known. */
    private static final JSON PRINTER = JSON
            .builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
            .enable(Feature.PRETTY_PRINT_OUTPUT, Feature.WRITE_NULL_PROPERTIES).build();

    private Screens() {
    }

    /** The result in full, without a line end behind it; empty for what is not a result of ours. */
    public static Optional<String> of(Object result) {
        return Optional.ofNullable(switch (result) {
            case PfList list -> PfText.list(list);
            case PhysicalFunction pf -> PfText.show(pf);
            case HolderList list -> PfText.holders(list);
            case CountChange change -> ChangeText.count(change);
            case FunctionChange change -> ChangeText.function(change);
            case EswitchChange change -> ChangeText.eswitch(change);
            case FirmwareReport report -> ReportText.firmware(report);
            case FirmwareChange change -> ChangeText.firmware(change);
            case Measurement measurement -> ReportText.measurement(measurement);
            case DriverList list -> ReportText.drivers(list);
            case BidList list -> ReportText.bids(list);
            case CommandOverview overview -> ReportText.commands(overview);
            case Shown shown -> shown.text();
            case Json json -> json(json.of());
            default -> null;
        });
    }

    /** The same in one line, for a list that Gogo itself prints; empty for what has none. */
    public static Optional<String> line(Object result) {
        return result instanceof PhysicalFunction pf ? Optional.of(PfText.line(pf)) : Optional.empty();
    }

    private static String json(Object result) {
        try {
            return PRINTER.asString(JsonShape.of(result));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
