package io.fairlead.itests.lab;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class the {@link Lab}. All classes of a run share one boot: it lies in the root's store, which closes it
 * after the last of them.
 */
final class InTheLab implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(InTheLab.class))
                .computeIfAbsent(Lab.class, _ -> Lab.boot(Path.of("").toAbsolutePath(), List.of()), Lab.class);
    }
}
