package io.fairlead.itests.lab;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a {@link Lab} of its own, booted for its first test from the pristine image, as {@link BootedWith}
 * says, and stopped after its last.
 */
final class InTheLab implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        BootedWith booted = ofClass.getRequiredTestClass().getAnnotation(BootedWith.class);
        List<String> options = booted == null ? List.of() : List.of(booted.value());
        return ofClass.getStore(Namespace.create(InTheLab.class)).computeIfAbsent(Lab.class,
                _ -> Lab.boot(Path.of("").toAbsolutePath(), options), Lab.class);
    }
}
