package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.CapturerException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a failure says, with those of its causes, in one line without repetitions. */
final class FailureText {

    private static final int MAX_CHARS = 2000;

    private FailureText() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable next = failure; next != null && seen.add(next); next = next.getCause()) {
            append(text, message(next));
        }
        String line = text.toString().replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS - 1) + "…";
    }

    private static void append(StringBuilder text, String message) {
        if (text.indexOf(message) >= 0) {
            return;
        }
        text.append(text.length() == 0 ? "" : ": ").append(message);
    }

    /** Names the class where the message alone, as often with those of the JDK, tells little. */
    private static String message(Throwable failure) {
        String message = bare(failure);
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        return failure instanceof CapturerException || message.contains(" ")
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
    }

    /** The message, or null where there is none or it only repeats the cause. */
    private static @Nullable String bare(Throwable failure) {
        String message = failure.getMessage();
        Throwable cause = failure.getCause();
        if (message == null || message.isBlank()) {
            return null;
        }
        return cause != null && message.equals(cause.toString()) ? bare(cause) : message.strip();
    }
}
