package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log of events that was recorded earlier. */
final class LogOrigin implements Origin {

    private static final Logger LOG = LoggerFactory.getLogger(LogOrigin.class);

    /** No log begins at or below it. In a checkpoint it says that nothing is done yet, whatever the log begins with. */
    private static final CommitTs BEGINNING = CommitTs.of(1);

    private final CapturerConfig config;
    private final CapturerConfig.Log input;
    private final LogUse log;

    LogOrigin(CapturerConfig config, CapturerConfig.Log input) {
        this.config = config;
        this.input = input;
        this.log = new LogUse(input.events(), config.capture());
    }

    @Override
    public Found find() {
        return new Beginning();
    }

    @Override
    public String explainStart() {
        return "Opens the log.";
    }

    @Override
    public void close() {
        log.close();
    }

    private final class Beginning implements Found {

        @Override
        public CommitTs earliest() {
            return BEGINNING;
        }

        @Override
        public CommitTs latest() {
            throw new ConfigurationException("Capture \"" + config.capture()
                    + "\" reads a log, behind whose end nothing comes; start it from the earliest position, a commit ts,"
                    + " a time or the checkpoint");
        }

        @Override
        public Feed feed(Feed.Ground ground) throws InterruptedException {
            CommitTs after = CommitTs.of(ground.from().lowestTs());
            log.open(after.equals(BEGINNING) ? null : after);
            LOG.info(
                    "Capture \"{}\" reads a log, behind {}",
                    config.capture(),
                    ground.from().positions());
            return new LogFeed(config, log, new LogTables(input.tables()), ground);
        }
    }
}
