package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.EventLog;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one thread at a time have a log, and closes it once: at once where nobody is inside, else when the one who is comes out. Thread-safe.
 */
final class LogUse {

    private static final Logger LOG = LoggerFactory.getLogger(LogUse.class);

    private final EventLog log;
    private final String capture;

    // guarded by this
    private boolean inside;
    private boolean ended;
    private boolean closed;

    LogUse(EventLog log, String capture) {
        this.log = log;
        this.capture = capture;
    }

    /** See {@link EventLog#open}. */
    void open(@Nullable CommitTs after) throws InterruptedException {
        enter();
        try {
            log.open(after);
        } finally {
            leave();
        }
    }

    /** See {@link EventLog#next}. */
    List<BinlogEvent> next() throws InterruptedException {
        enter();
        try {
            return log.next();
        } finally {
            leave();
        }
    }

    /** Ends the use; does not wait for who is inside. Idempotent. */
    synchronized void close() {
        ended = true;
        closeIfFree();
    }

    private synchronized void enter() {
        if (ended) {
            throw new CapturerClosedException("The capturer was closed; build a new one to go on from the checkpoint");
        }
        inside = true;
    }

    private synchronized void leave() {
        inside = false;
        if (ended) {
            closeIfFree();
        }
    }

    private void closeIfFree() {
        if (!inside && !closed) {
            closed = true;
            try {
                log.close();
            } catch (RuntimeException e) {
                LOG.warn("The log of capture \"{}\" could not be closed; everything else has ended", capture, e);
            }
        }
    }
}
