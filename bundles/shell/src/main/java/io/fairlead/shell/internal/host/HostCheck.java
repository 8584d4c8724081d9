package io.fairlead.shell.internal.host;

import java.util.List;

/** One part of the host that {@code host:check} looks at. */
interface HostCheck {

    /** Which part, in a word or two. */
    String subject();

    /** Looks; what fails is what cannot be told. */
    List<Finding> look();
}
