package io.fairlead.kernel.internal;

import io.fairlead.api.resource.NativeProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.osgi.service.component.annotations.Component;

/** Takes back GRUB's choice of our entry for the next boot, without Java. */
@Component
public final class BootOnceProgram implements NativeProgram {

    static final String NAME = "boot-once";

    private static final String SCRIPT = "boot-once.sh";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] content() {
        try (InputStream in = BootOnceProgram.class.getResourceAsStream(SCRIPT)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
