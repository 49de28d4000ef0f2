package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.SourceSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster's regions, as a {@link BinlogSource} shows them. */
final class ClusterOrigin implements Origin {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterOrigin.class);

    private final CapturerConfig config;
    private final BinlogSource source;

    ClusterOrigin(CapturerConfig config) {
        this.config = config;
        this.source = config.source();
    }

    @Override
    public Found find() throws InterruptedException {
        SourceSnapshot snapshot = source.snapshot();
        config.filters().check(snapshot.tables());
        return new Regions(snapshot);
    }

    @Override
    public String explainStart() {
        return "Asks the meta servers for tables and regions.";
    }

    @Override
    public void close() {
        source.close();
    }

    private final class Regions implements Found {

        private final SourceSnapshot snapshot;

        Regions(SourceSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public CommitTs earliest() throws InterruptedException {
            return source.earliest(snapshot);
        }

        @Override
        public CommitTs latest() throws InterruptedException {
            return source.latest();
        }

        @Override
        public Feed feed(Feed.Ground ground) {
            LOG.info(
                    "Capture \"{}\" reads {} tables from {} regions, behind {}",
                    config.capture(),
                    snapshot.tables().size(),
                    snapshot.regions().size(),
                    ground.from().positions());
            KnownRegions known = new KnownRegions(ground.regions(), snapshot.regions());
            return new ClusterFeed(config, source, snapshot, known, ground);
        }
    }
}
