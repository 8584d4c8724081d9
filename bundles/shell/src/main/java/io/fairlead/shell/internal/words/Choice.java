package io.fairlead.shell.internal.words;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.LinkState;
import io.fairlead.api.Vlan;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.LinkedHashMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A value that is one of a few words; also the candidates of its completion. */
public abstract class Choice<T> implements ITypeConverter<T>, Iterable<String> {

    private final SequencedMap<String, T> values;

    /** With these words and what they mean, in the order in which they are told. */
    protected Choice(SequencedMap<String, T> values) {
        this.values = values;
    }

    @Override
    public T convert(String text) {
        return values.entrySet().stream().filter(value -> value.getKey().equalsIgnoreCase(text))
                .map(Map.Entry::getValue)
                .findFirst().orElseThrow(() -> new TypeConversionException(expected()));
    }

    private String expected() {
        List<String> words = List.copyOf(values.keySet());
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    @Override
    public Iterator<String> iterator() {
        return values.keySet().iterator();
    }

    /** Two words. */
    protected static <T> SequencedMap<String, T> of(String first, T firstValue, String second, T secondValue) {
        SequencedMap<String, T> values = new LinkedHashMap<>();
        values.put(first, firstValue);
        values.put(second, secondValue);
        return values;
    }

    /** {@code on} or {@code off}. */
    public static final class Switch extends Choice<OnOff> {
        Switch() {
            super(of("on", OnOff.ON, "off", OnOff.OFF));
        }
    }

    /** {@code auto}, {@code on} or {@code off}. */
    public static final class Link extends Choice<LinkState> {
        Link() {
            super(of("on", LinkState.ON, "off", LinkState.OFF));
            super.values.putFirst("auto", LinkState.AUTO);
        }
    }

    /** {@code legacy} or {@code switchdev}. */
    public static final class Eswitch extends Choice<EswitchMode> {
        Eswitch() {
            super(of(EswitchMode.LEGACY.label(), EswitchMode.LEGACY, EswitchMode.SWITCHDEV.label(),
                    EswitchMode.SWITCHDEV));
        }
    }

    /** {@code 802.1Q} or {@code 802.1ad}. */
    public static final class Protocol extends Choice<Vlan.Protocol> {
        Protocol() {
            super(of(Vlan.Protocol.DOT1Q.label(), Vlan.Protocol.DOT1Q, Vlan.Protocol.DOT1AD.label(),
                    Vlan.Protocol.DOT1AD));
        }
    }
}
