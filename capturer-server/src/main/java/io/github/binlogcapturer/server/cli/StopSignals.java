package io.github.binlogcapturer.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has SIGTERM and SIGINT end the program in good order: the first one asks, the second one does not wait.
 *
 * <p>A shutdown hook could drain and save too, but cannot change the exit code, which the JVM has set to 143 or 130 by then; service managers
 * and scripts take that for a failure. So the signals are taken by {@code sun.misc.Signal}, which the module {@code jdk.unsupported} exports
 * for just this; by reflection, since the compiler warns of the class in a way that cannot be turned off, and warnings are errors here. A
 * JVM without it gets the hook, and the exit code of the signal.
 */
final class StopSignals {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    private final Consumer<String> onFirst;
    private final Runnable onSecond;
    private final AtomicInteger seen = new AtomicInteger();

    private StopSignals(Consumer<String> onFirst, Runnable onSecond) {
        this.onFirst = onFirst;
        this.onSecond = onSecond;
    }

    /**
     * Takes the signals from now on.
     *
     * @param onFirst gets the signal's name; called on a thread of the JVM, so it has to be quick
     * @param awaitEnd blocks until the program has ended in good order; for a JVM that ends with its hooks
     */
    static void install(Consumer<String> onFirst, Runnable onSecond, Runnable awaitEnd) {
        StopSignals signals = new StopSignals(onFirst, onSecond);
        try {
            signals.handle("TERM");
            signals.handle("INT");
        } catch (ReflectiveOperationException e) {
            LOG.warn(
                    "This JVM lets no program take signals ({}): SIGTERM ends it in good order, with exit code 143",
                    e.toString());
            Thread hook = new Thread(
                    () -> {
                        signals.arrived("A signal");
                        awaitEnd.run();
                    },
                    "capturer-signal");
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler call = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                arrived("SIG" + name);
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "StopSignals " + name;
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }

    /** A signal has come. */
    void arrived(String name) {
        if (seen.getAndIncrement() == 0) {
            onFirst.accept(name);
        } else {
            onSecond.run();
        }
    }
}
