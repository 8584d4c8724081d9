/**
 * The way back from a try that needs no Java: flat data, a POSIX sh program, a timer of systemd and a unit of early boot.
 * The data's form is told at the top of the resource {@code undo}.
 */
package io.fairlead.lifecycle.internal.wayback;
