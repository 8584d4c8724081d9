package io.fairlead.api;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a PCI function, as the kernel prints it: {@code 0000:01:10.2}.
 *
 * @param domain 0 to 0xffffffff; domains above 0xffff exist behind Intel VMD and on Azure
 * @param bus 0 to 0xff
 * @param device 0 to 0x1f
 * @param function 0 to 7
 */
public record PciAddress(long domain, int bus, int device, int function) implements Comparable<PciAddress> {

    private static final Pattern FORM = Pattern
            .compile("(?:([0-9a-fA-F]{4,8}):)?([0-9a-fA-F]{2}):([01][0-9a-fA-F])\\.([0-7])");
    private static final HexFormat HEX = HexFormat.of();
    private static final Comparator<PciAddress> ORDER = Comparator.comparingLong(PciAddress::domain)
            .thenComparingInt(PciAddress::bus).thenComparingInt(PciAddress::device)
            .thenComparingInt(PciAddress::function);

    /** Reads {@code 0000:01:10.2} or, as lspci prints it, {@code 01:10.2}; anything else is empty. */
    public static Optional<PciAddress> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long domain = parts.group(1) == null ? 0 : Long.parseLong(parts.group(1), 16);
        return Optional.of(new PciAddress(domain, Integer.parseInt(parts.group(2), 16),
                Integer.parseInt(parts.group(3), 16), Integer.parseInt(parts.group(4), 16)));
    }

    @Override
    public int compareTo(PciAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        // A look at thousands of VFs prints as many addresses several times, and a format is read anew each time.
        String inDomain = domain < 0x10000 ? HEX.toHexDigits((short) domain) : Long.toHexString(domain);
        return inDomain + ":" + HEX.toHexDigits((byte) bus) + ":" + HEX.toHexDigits((byte) device) + "." + function;
    }
}
