package io.github.binlogcapturer.sink.file.internal.replay;

import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a sink of a user's class by its name. */
public final class NamedSink {

    private NamedSink() {}

    /**
     * Returns what the class is, or supplies: a {@link Sink} or a {@link ParallelSink}.
     *
     * @throws IllegalArgumentException if there is no such class, it has no public constructor without parameters, that fails, or what comes
     *     of it is no sink; says which
     */
    public static Object make(String className) {
        Object made = construct(className);
        Object sink = made instanceof Supplier<?> supplier ? supplied(className, supplier) : made;
        if (sink instanceof Sink || sink instanceof ParallelSink) {
            return sink;
        }
        throw new IllegalArgumentException("Class " + className + " gives "
                + (sink == null ? "null" : "a " + sink.getClass().getName())
                + ", which is neither a Sink nor a ParallelSink; implement one of them, or a Supplier of one");
    }

    private static Object construct(String className) {
        try {
            return Class.forName(className, true, loader()).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "There is no class " + className + "; put its jar on the class path and give its full name", e);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "Class " + className
                            + " cannot be made; it must be public, not abstract, and have a public constructor"
                            + " without parameters",
                    e);
        } catch (InvocationTargetException e) {
            throw failed(className, "The constructor", e.getCause());
        } catch (LinkageError e) {
            throw failed(className, "Loading", e);
        }
    }

    private static Object supplied(String className, Supplier<?> supplier) {
        try {
            return supplier.get();
        } catch (RuntimeException e) {
            throw failed(className, "The supplier", e);
        }
    }

    private static IllegalArgumentException failed(String className, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(what + " of class " + className + " has failed: " + cause, cause);
    }

    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? NamedSink.class.getClassLoader() : ofThread;
    }
}
