package io.fairlead.api.systemd;

import java.util.List;
import java.util.Optional;

/**
 * The unit that makes the VFs of one PF.
 *
 * @param pf the PF, as the description names it
 * @param name of the unit, {@code interface-vf@eno4.service}
 * @param file the unit's file that systemd loaded; empty when there is none
 * @param ours whether that file is as we wrote it
 * @param enabled whether it is started at boot, as systemd calls it ({@code enabled}, {@code disabled}, {@code static}); empty
 *            when there is no file or systemd cannot be asked
 * @param active its {@code ActiveState}, as systemctl(1) shows it; empty when systemd cannot be asked
 * @param result of its last run: {@code success}, {@code exit-code}, {@code timeout}
 * @param tried the description that holds until the next boot, by its lines; empty where there is none
 * @param kept the description that holds at boot, by its lines; empty where there is none
 * @param drift in which the PF is not as described, one phrase each
 * @param journal the last lines that it wrote
 */
public record VfUnit(String pf, String name, Optional<String> file, boolean ours, Optional<String> enabled,
        Optional<String> active, Optional<String> result, List<String> tried, List<String> kept, List<String> drift,
        List<String> journal) {

    /** Whether anything of it is there. */
    public boolean exists() {
        return !tried.isEmpty() || !kept.isEmpty() || file.isPresent();
    }
}
