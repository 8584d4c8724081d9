package io.fairlead.shell.internal.words;

import io.fairlead.api.MacAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A station's own Ethernet address. */
public final class Mac implements ITypeConverter<MacAddress> {

    @Override
    public MacAddress convert(String text) {
        MacAddress mac = MacAddress.parse(text).orElseThrow(
                () -> new TypeConversionException("six hexadecimal octets, as in 52:54:00:11:22:33"));
        if (mac.multicast()) {
            throw new TypeConversionException(
                    "an address without the multicast bit, its first octet even, as in 52:54:00:11:22:33");
        }
        return mac;
    }
}
