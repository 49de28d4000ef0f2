package io.github.binlogcapturer.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.status.NopStatusListener;
import io.github.binlogcapturer.server.config.LogSettings;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * How the program logs. Set up here and not by a {@code logback.xml}, since the configuration decides; one that a user names with
 * {@code -Dlogback.configurationFile} is left alone. Other commands than {@code run} log to standard error, warnings only, so that what they
 * print stays clean.
 */
public final class Logging {

    private static final String OWN = "io.github.binlogcapturer";

    /** What libraries have to say below a warning is of no use to an operator. */
    private static final List<String> CHATTY =
            List.of("org.apache.kafka", "io.grpc", "com.zaxxer.hikari", "org.mariadb", "io.netty");

    private Logging() {}

    /** Logs as a configuration says, to standard output, as systemd and containers take it. */
    public static void install(LogSettings settings) {
        install(settings, System.out);
    }

    /** Logs warnings and errors to standard error; of libraries only errors, since a command tells by itself what does not answer. */
    public static void quiet() {
        if (install(new LogSettings(false, "warn", Duration.ZERO), System.err)) {
            limit((LoggerContext) LoggerFactory.getILoggerFactory(), Level.ERROR);
        }
    }

    private static void limit(LoggerContext context, Level level) {
        CHATTY.forEach(name -> context.getLogger(name).setLevel(level));
    }

    /** Returns whether it did; a logging that the JVM was given stays as it is. */
    static boolean install(LogSettings settings, PrintStream out) {
        if (System.getProperty("logback.configurationFile") != null
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return false;
        }
        context.reset();
        context.getStatusManager().add(new NopStatusListener());
        JdkLogHandler.install();
        OutputStreamAppender<ILoggingEvent> lines = lines(context, settings.json(), out);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = Level.toLevel(settings.level().toUpperCase(Locale.ROOT), Level.INFO);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        context.getLogger(OWN).setLevel(level);
        context.getLogger(RepeatAppender.AUDIT).setLevel(Level.INFO);
        limit(context, Level.WARN);
        if (settings.repeatAfter().isZero()) {
            root.addAppender(lines);
        } else {
            RepeatAppender repeats = new RepeatAppender(lines, settings.repeatAfter());
            repeats.setContext(context);
            repeats.start();
            root.addAppender(repeats);
        }
        return true;
    }

    private static OutputStreamAppender<ILoggingEvent> lines(LoggerContext context, boolean json, PrintStream out) {
        Encoder<ILoggingEvent> encoder = json ? new JsonLineEncoder() : new TextLineEncoder();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> lines = new OutputStreamAppender<>();
        lines.setName("lines");
        lines.setContext(context);
        lines.setEncoder(encoder);
        lines.setOutputStream(unclosed(out));
        lines.start();
        return lines;
    }

    /** Standard output stays open when the logging ends. */
    private static OutputStream unclosed(PrintStream stream) {
        return new FilterOutputStream(stream) {

            @Override
            public void write(byte[] bytes, int offset, int length) {
                stream.write(bytes, offset, length);
            }

            @Override
            public void close() {
                stream.flush();
            }
        };
    }

    /** Writes what is still held back. */
    public static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        }
    }
}
