package io.github.binlogcapturer.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds repeats back, so that what happens again and again does not bury the rest. Within a window after its first time, a text of a logger
 * comes once, and a template with other arguments {@value #BURST} times: regions may differ, floods may not. The first of each kind always
 * passes, errors too, and so does all that the logger {@code audit} says. Once the window is over, the next event brings a line that says how many were held back.
 * Logback calls an appender under its lock, so one thread at a time.
 */
final class RepeatAppender extends AppenderBase<ILoggingEvent> {

    static final String AUDIT = "audit";
    private static final int BURST = 20;
    private static final int MAX_KINDS = 2000;

    /** What counts as the same; {@code text} is the template or the formatted message. */
    private record Kind(
            boolean template,
            String logger,
            int level,
            String text,
            @Nullable String thrown) {}

    /** What became of one kind since its first time. */
    private static final class Seen {
        private final long sinceMs;
        private final ILoggingEvent first;
        private int passed = 1;
        private int held;

        Seen(ILoggingEvent first) {
            this.sinceMs = first.getTimeStamp();
            this.first = first;
        }
    }

    private final Appender<ILoggingEvent> next;
    private final long windowMs;
    private final Map<Kind, Seen> kinds = new LinkedHashMap<>();

    RepeatAppender(Appender<ILoggingEvent> next, Duration window) {
        this.next = next;
        this.windowMs = window.toMillis();
    }

    @Override
    protected void append(ILoggingEvent event) {
        forget(event.getTimeStamp() - windowMs);
        if (event.getLoggerName().equals(AUDIT)) {
            next.doAppend(event);
            return;
        }
        Seen same = kinds.get(kind(event, false));
        Seen alike = kinds.get(kind(event, true));
        if (same != null) {
            same.held++;
        } else if (alike != null && alike.passed >= BURST) {
            alike.held++;
        } else {
            pass(event, alike);
        }
    }

    private void pass(ILoggingEvent event, @Nullable Seen alike) {
        kinds.put(kind(event, false), new Seen(event));
        if (alike == null) {
            kinds.put(kind(event, true), new Seen(event));
        } else {
            alike.passed++;
        }
        next.doAppend(event);
    }

    /** Kinds stand in the order of their first time, so what is over stands in front. */
    private void forget(long untilMs) {
        Iterator<Seen> oldest = kinds.values().iterator();
        int surplus = kinds.size() - MAX_KINDS;
        while (oldest.hasNext()) {
            Seen seen = oldest.next();
            if (seen.sinceMs > untilMs && surplus-- <= 0) {
                return;
            }
            oldest.remove();
            tell(seen);
        }
    }

    private void tell(Seen seen) {
        if (seen.held > 0) {
            next.doAppend(new HeldBack(seen.first, seen.held));
        }
    }

    private static Kind kind(ILoggingEvent event, boolean template) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return new Kind(
                template,
                event.getLoggerName(),
                event.getLevel().toInt(),
                template ? String.valueOf(event.getMessage()) : event.getFormattedMessage(),
                thrown == null ? null : thrown.getClassName());
    }

    /** Tells what is still held back. */
    @Override
    public void stop() {
        if (isStarted()) {
            kinds.values().forEach(this::tell);
            kinds.clear();
            super.stop();
            next.stop();
        }
    }
}
