package io.fairlead.shell.internal;

import io.fairlead.shell.internal.view.Screens;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/** Prints what our commands return. */
@Component
public final class ResultConverter implements Converter {

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        return (level == INSPECT ? Screens.of(target) : Screens.line(target)).orElse(null);
    }
}
