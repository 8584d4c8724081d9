package io.fairlead.deploy.internal;

import org.osgi.framework.Version;

/**
 * What a bundle is called.
 *
 * @param name its symbolic name
 * @param version its version
 */
record Identity(String name, Version version) {

    @Override
    public String toString() {
        return name + " " + version;
    }
}
