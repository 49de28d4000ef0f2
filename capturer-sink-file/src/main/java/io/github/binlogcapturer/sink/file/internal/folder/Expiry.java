package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes complete files from the oldest on, as long as a {@link Retention} wants it, down to the newest two. */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final int KEPT_FILES = 2;

    private final FolderConfig config;
    private final Retention retention;

    Expiry(FolderConfig config) {
        this.config = config;
        this.retention = config.retention();
    }

    /** Returns whether anything is ever deleted. */
    static boolean isWanted(Retention retention) {
        return !retention.equals(Retention.keepAll());
    }

    /** @param complete the complete files, the oldest first */
    void run(List<Segment> complete) {
        if (!isWanted(retention)) {
            return;
        }
        Path at = config.directory();
        try {
            long bytes = 0;
            for (Segment segment : complete) {
                bytes += Files.size(segment.path());
            }
            for (int i = 0; i < complete.size() - KEPT_FILES; i++) {
                at = complete.get(i).path();
                long size = Files.size(at);
                String reason = reason(
                        complete.size() - i,
                        bytes,
                        Files.getLastModifiedTime(at).toInstant());
                if (reason.isEmpty()) {
                    return;
                }
                LOG.info("Delete file {} of {} bytes, since {}", at, size, reason);
                config.operations().delete(at);
                bytes -= size;
            }
        } catch (IOException e) {
            LOG.warn("Cannot delete old files, at {}; it is tried again after the next file is complete", at, e);
        }
    }

    /** Says why the oldest file is to go; empty where it stays. */
    private String reason(int files, long bytes, Instant written) {
        if (files > retention.maxFiles()) {
            return files + " complete files are more than " + retention.maxFiles();
        }
        if (bytes > retention.maxBytes()) {
            return bytes + " bytes of complete files are more than " + retention.maxBytes();
        }
        Duration maxAge = retention.maxAge();
        boolean old = maxAge != null
                && Duration.between(written, config.clock().now()).compareTo(maxAge) > 0;
        return old ? "it was last written to at " + written + ", more than " + maxAge + " ago" : "";
    }
}
