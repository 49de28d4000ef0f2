package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Region;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a region comes in that has appeared since others are read: the merge waits for it at once, so that nothing overtakes it from then on;
 * only then it is asked where it begins. Its methods are called by the thread of the region.
 */
final class JoiningRegion implements RegionPump.Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(JoiningRegion.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Has the merge wait for a region. */
    @FunctionalInterface
    interface Admission {
        Place admit() throws InterruptedException;
    }

    /** Hears where a region begins, once it is sure that it has nothing late. */
    @FunctionalInterface
    interface Settlement {
        void settled(Region region, CommitTs beginning);
    }

    private final Region region;
    private final Admission admission;
    private final BinlogSource source;
    private final Settlement settlement;
    private final Lifecycle lifecycle;
    private long lateTs;
    /** Until it is told. */
    private @Nullable CommitTs unsettled;

    JoiningRegion(Region region, Admission admission, BinlogSource source, Settlement settlement, Lifecycle lifecycle) {
        this.region = region;
        this.admission = admission;
        this.source = source;
        this.settlement = settlement;
        this.lifecycle = lifecycle;
    }

    @Override
    public Place enter() throws InterruptedException {
        return admission.admit();
    }

    @Override
    public RegionPump.@Nullable Opened open(Place place, RegionExit exit) throws InterruptedException {
        CommitTs beginning = exit.await(this::beginning);
        if (beginning == null) {
            return null;
        }
        lateTs = place.lateTs();
        unsettled = beginning;
        // where nobody has got anything, nothing can be late, and what lies below the bound is of no interest
        long afterTs = place.handedTs() > 0 ? beginning.value() : Math.max(beginning.value(), place.boundTs());
        JoinedReader reader = new JoinedReader(region, source.open(region, CommitTs.of(afterTs)), beginning, place);
        LOG.info(
                "{} has appeared and is read too; it begins behind {}, and the stream is complete up to {} without it",
                region,
                beginning,
                CommitTs.of(place.boundTs()));
        lifecycle.tell(listener -> listener.onRegionJoined(region));
        return new RegionPump.Opened(reader, reader.emptyUpToTs());
    }

    /**
     * Settles the region once it has shown itself beyond all that can be late, and before that is handed out. Were it settled as soon as
     * its beginning is known, then after an entry that was late a restart would know the region and pass the entry over.
     */
    @Override
    public void shown(long ts) {
        CommitTs beginning = unsettled;
        if (beginning != null && ts > lateTs) {
            unsettled = null;
            settlement.settled(region, beginning);
        }
    }

    private CommitTs beginning() throws InterruptedException {
        for (int round = 1; ; round++) {
            try {
                return source.beginning(region);
            } catch (RetriableException e) {
                // rounds 1, 2, 4, 8 and so on, so that a long outage is told without flooding
                if (Integer.bitCount(round) == 1) {
                    LOG.warn(
                            "{} does not tell where it begins, in round {}; everything waits, and it is asked again",
                            region,
                            round,
                            e);
                }
                lifecycle.tell(listener -> listener.onRefreshFailed(e));
                lifecycle.pauseBetweenTries(PAUSE_NS);
            }
        }
    }
}
