package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.spi.CaptureClock;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once for all lanes that the target takes nothing, again every 30 seconds, and when it does again. Thread-safe. */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final long REMIND_NS = TimeUnit.SECONDS.toNanos(30);

    private final CaptureClock clock;
    private final String target;

    // guarded by this
    private boolean down;
    private long downSinceNs;
    private long saidNs;

    Health(CaptureClock clock, String target) {
        this.clock = clock;
        this.target = target;
    }

    synchronized void down(SQLException reason) {
        long nowNs = clock.nanoTime();
        if (!down) {
            down = true;
            downSinceNs = nowNs;
            saidNs = nowNs;
            LOG.warn("The target {} takes no writes: {}. Waiting until it does", target, Faults.text(reason));
        } else if (nowNs - saidNs >= REMIND_NS) {
            saidNs = nowNs;
            LOG.warn("The target {} has taken no writes for {} s: {}", target, seconds(nowNs), Faults.text(reason));
        }
    }

    synchronized void up() {
        if (down) {
            down = false;
            LOG.info("The target {} takes writes again after {} s", target, seconds(clock.nanoTime()));
        }
    }

    private long seconds(long nowNs) {
        return TimeUnit.NANOSECONDS.toSeconds(nowNs - downSinceNs);
    }
}
