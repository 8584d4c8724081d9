package io.fairlead.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * The activator of the one bundle that {@link LauncherTest} runs: a console that does what its first word says, and a
 * bundle that does not stop.
 */
public final class StandInConsole implements BundleActivator {

    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean hangAtStop;

    @Override
    public void start(BundleContext context) {
        ToIntFunction<List<String>> console = words -> run(context, words);
        context.registerService(ToIntFunction.class, console,
                FrameworkUtil.asDictionary(Map.of("io.fairlead.console", "command-line")));
    }

    @Override
    public void stop(BundleContext context) throws InterruptedException {
        if (hangAtStop) {
            never.await();
        }
        System.out.println("stopped");
    }

    private int run(BundleContext context, List<String> words) {
        return switch (words.getFirst()) {
            case "echo" -> {
                words.forEach(System.out::println);
                yield 3;
            }
            case "configuration" -> {
                System.out.println(read(Path.of(context.getProperty("felix.cm.dir"), words.get(1))));
                yield 0;
            }
            case "wait" -> waitForInterrupt();
            case "hang-at-stop" -> {
                hangAtStop = true;
                yield 0;
            }
            default -> throw new IllegalStateException("a fault of ours");
        };
    }

    private int waitForInterrupt() {
        try {
            System.out.println("waiting");
            never.await();
            return 0;
        } catch (InterruptedException _) {
            System.out.println("put back");
            return 130;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
