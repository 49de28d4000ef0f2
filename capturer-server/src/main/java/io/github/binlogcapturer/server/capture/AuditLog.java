package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what operators wanted and what came of it: a line each of time, who, what and result, with tabs between, at the end of {@code
 * audit.log} and to the logger {@code audit}. Thread-safe.
 */
final class AuditLog {

    private static final Logger AUDIT = LoggerFactory.getLogger("audit");
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final Path file;
    private final CaptureClock clock;

    AuditLog(Path folder, CaptureClock clock) {
        this.file = folder.resolve("audit.log");
        this.clock = clock;
    }

    synchronized void write(String who, String what, String result) {
        String line = oneLine(who) + "\t" + oneLine(what) + "\t" + oneLine(result);
        AUDIT.info("{}", line);
        try {
            Files.writeString(
                    file,
                    clock.now() + "\t" + line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("The audit log {} cannot be written; the line is in this log alone: {}", file, line, e);
        }
    }

    /** Keeps callers from forging lines or columns. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
