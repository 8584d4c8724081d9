package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import io.fairlead.api.Inventory;
import io.fairlead.api.Sriov;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The image's bundles in Felix, on whatever machine this is. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RealHostTest {

    @Inject
    private BundleContext context;
    @Inject
    private ServiceComponentRuntime runtime;
    @Inject
    private Inventory inventory;
    @Inject
    private Sriov sriov;

    @Configuration
    public Option[] image() {
        return new Option[]{Image.real()};
    }

    @Test
    public void everyBundleResolvesAndEveryComponentIsSatisfied() {
        assertEquals(List.of(), Components.unresolved(context));
        assertEquals(List.of(), Components.unsatisfied(context, runtime));
    }

    @Test
    public void theInventoryAnswersOnAnyMachine() {
        assertNotNull(sriov);
        assertNotNull(inventory.physicalFunctions());
    }
}
