package com.example.nic;

import io.fairlead.host.simulated.KernelDriver;
import io.fairlead.host.simulated.NicDescription;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import io.fairlead.testkit.RecordedNic;
import java.nio.file.Path;
import java.util.List;

/** What Fairlead expects of every driver, on the card that was recorded. */
class ExampleNicDriverTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new ExampleNicDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return List.of(RecordedNic.read(Path.of("src/test/resources/card.json")).inSimulation(KernelDriver.IGB));
    }
}
