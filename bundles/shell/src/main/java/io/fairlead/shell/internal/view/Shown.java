package io.fairlead.shell.internal.view;

/** A command's result that knows how it looks: those of the subsystems, each in the package of its commands. */
public interface Shown {

    /** For a person, without a line end behind it; text from elsewhere is escaped by {@link Table} or Printable. */
    String text();

    /** For a program: maps and lists in a fixed order, with null for what is not known. */
    Object json();
}
