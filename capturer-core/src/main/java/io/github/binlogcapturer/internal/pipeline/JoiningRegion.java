package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Joining;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a region comes in that has appeared while others are read: the merge waits for it at once, so that nothing overtakes it from then on;
 * only then it is asked where it begins.
 */
final class JoiningRegion implements RegionPump.Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(JoiningRegion.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final MemberRegion member;
    private final BinlogSource source;
    private final BlockingQueue<RegionMessage> inbox;
    private final Lifecycle lifecycle;

    JoiningRegion(MemberRegion member, BinlogSource source, BlockingQueue<RegionMessage> inbox, Lifecycle lifecycle) {
        this.member = member;
        this.source = source;
        this.inbox = inbox;
        this.lifecycle = lifecycle;
    }

    @Override
    public Place enter() throws InterruptedException {
        CompletableFuture<Place> place = new CompletableFuture<>();
        inbox.put(new Joining(member, place));
        try {
            return place.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The merge has refused " + member.region(), e);
        }
    }

    @Override
    public @Nullable RegionReader open(Place place, RegionExit exit) throws InterruptedException {
        Region region = member.region();
        CommitTs beginning = exit.await(this::beginning);
        if (beginning == null) {
            return null;
        }
        RegionReader reader = new JoinedReader(region, source.open(region, beginning), beginning, place.boundTs());
        LOG.info(
                "{} has appeared and is read too; it begins behind {}, and the stream is complete up to {} without it",
                region,
                beginning,
                CommitTs.of(place.boundTs()));
        lifecycle.tell(listener -> listener.onRegionJoined(region));
        return reader;
    }

    private CommitTs beginning() throws InterruptedException {
        while (true) {
            try {
                return source.beginning(member.region());
            } catch (RetriableException | ConfigurationException e) {
                LOG.warn(
                        "{} does not tell where it begins; everything waits, and it is asked again",
                        member.region(),
                        e);
                lifecycle.tell(listener -> listener.onRefreshFailed(e));
                pause();
            }
        }
    }

    private void pause() throws InterruptedException {
        if (lifecycle.pause(PAUSE_NS)) {
            // the capturer stops, and interrupts its threads once sinks had their time
            new CountDownLatch(1).await();
        }
    }
}
