package io.fairlead.shell.internal.words;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number within limits. */
public abstract class WholeNumber implements ITypeConverter<Integer> {

    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,10}");

    private final int least;
    private final int most;
    private final String expected;

    WholeNumber(int least, int most, String expected) {
        this.least = least;
        this.most = most;
        this.expected = expected;
    }

    @Override
    public Integer convert(String text) {
        OptionalInt number = parse(text);
        if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
            throw new TypeConversionException(expected);
        }
        return number.getAsInt();
    }

    /** Reads a whole number of at most 32 bits, negative ones too; anything else is empty. */
    public static OptionalInt parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        long number = Long.parseLong(text);
        return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    /** How many VFs; how many are possible, only the host knows. */
    public static final class Count extends WholeNumber {
        Count() {
            super(1, 65535, "a whole number of VFs from 1");
        }
    }

    /** How many lines to show. */
    public static final class Lines extends WholeNumber {
        Lines() {
            super(1, 100_000, "a whole number of lines from 1 to 100000");
        }
    }

    /** How many VFs a NIC's firmware offers, or 0 for none. */
    public static final class FirmwareCount extends WholeNumber {
        FirmwareCount() {
            super(0, 65535, "a whole number of VFs, or 0 to switch SR-IOV off");
        }
    }

    /** The index of a VF; how many there are, only the host knows. */
    public static final class Index extends WholeNumber {
        Index() {
            // PCIe SR-IOV: TotalVFs is a field of 16 bits (9.3.3.6), so 65535 VFs at most.
            super(0, 65534, "the index of a VF, a whole number from 0");
        }
    }

    /** A VLAN's number, or 0 for none. */
    public static final class VlanId extends WholeNumber {
        VlanId() {
            super(0, 4094, "a VLAN from 1 to 4094, or 0 for none");
        }
    }

    /** A VLAN tag's priority. */
    public static final class Qos extends WholeNumber {
        Qos() {
            super(0, 7, "a priority from 0 to 7");
        }
    }

    /** A transmit rate. */
    public static final class Rate extends WholeNumber {
        Rate() {
            super(0, Integer.MAX_VALUE, "a whole number of Mbit/s, or 0 for none");
        }
    }

    /** How long to measure. */
    public static final class Seconds extends WholeNumber {
        Seconds() {
            super(1, 60, "a whole number of seconds from 1 to 60");
        }
    }

    /** How long a try lasts: up to a day. */
    public static final class TrySeconds extends WholeNumber {
        TrySeconds() {
            super(5, 86_400, "a whole number of seconds from 5 to 86400");
        }
    }

    /** A generation of the declared host. */
    public static final class Generation extends WholeNumber {
        Generation() {
            super(1, Integer.MAX_VALUE, "the number of a generation, as host:history has it");
        }
    }
}
