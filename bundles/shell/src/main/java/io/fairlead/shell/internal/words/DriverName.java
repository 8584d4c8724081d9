package io.fairlead.shell.internal.words;

import io.fairlead.api.VfDriver;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a kernel driver, or {@code none}. */
public final class DriverName implements ITypeConverter<VfDriver>, Iterable<String> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    @Override
    public VfDriver convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new TypeConversionException("the name of a kernel driver, such as vfio-pci, or none");
        }
        return text.equals("none") ? new VfDriver.None() : new VfDriver.Named(text);
    }

    @Override
    public Iterator<String> iterator() {
        return List.of("vfio-pci", "none").iterator();
    }
}
