package io.github.binlogcapturer.server.logging;

import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands on what gRPC and others tell the JDK's own logging, which by itself would print it to standard error: in a form of its own, with what
 * secrets there may be, and as often as it comes.
 */
final class JdkLogHandler extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    /** Puts one in the place of all others. */
    static void install() {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(new JdkLogHandler());
    }

    @Override
    public void publish(LogRecord told) {
        String name = told.getLoggerName();
        LoggerFactory.getLogger(name == null || name.isEmpty() ? "jdk" : name)
                .atLevel(level(told.getLevel().intValue()))
                .setCause(told.getThrown())
                .log(String.valueOf(formatter.formatMessage(told)));
    }

    private static Level level(int value) {
        if (value >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.ERROR;
        }
        if (value >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    @Override
    public void flush() {
        // nothing is kept here
    }

    @Override
    public void close() {
        // nothing is open here
    }
}
