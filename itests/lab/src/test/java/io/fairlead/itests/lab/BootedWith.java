package io.fairlead.itests.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The options of {@code boot} for the {@link Lab} of a test class. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface BootedWith {

    /** For example {@code --grub}. */
    String[] value();
}
