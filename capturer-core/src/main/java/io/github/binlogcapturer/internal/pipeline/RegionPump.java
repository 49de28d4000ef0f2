package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.RegionBatch;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads one region from its entrance until it is gone, and hands what it brings to the merge. Runs on a thread of its own. */
final class RegionPump implements Workers.Task {

    /** How a region comes in. */
    interface Entrance {

        /** Returns where the region stands in the merge. May block. */
        Place enter() throws InterruptedException;

        /** Opens the region, or returns null where it leaves before that. May block. */
        @Nullable
        Opened open(Place place, RegionExit exit) throws InterruptedException;

        /** Hears how far the region has shown itself, before anybody gets what it has shown. May block. */
        default void shown(long ts) {}
    }

    /**
     * A region that can be read.
     *
     * @param emptyUpToTs the timestamp up to which, included, nothing of it is to come; told to the merge at once
     */
    record Opened(RegionReader reader, long emptyUpToTs) {}

    /** Hears that a region is no longer read. */
    @FunctionalInterface
    interface Departure {
        void left(RegionPump pump, long reachedTs);
    }

    private final MemberRegion member;
    private final Entrance entrance;
    private final RegionMemory memory;
    private final RegionIntake intake;
    private final RegionExit exit;
    private final BlockingQueue<RegionMessage> inbox;
    private final Departure departure;
    private final CaptureClock clock;
    private volatile @Nullable RegionProgress progress;

    RegionPump(
            MemberRegion member,
            Entrance entrance,
            RegionMemory memory,
            RegionIntake intake,
            RegionExit exit,
            BlockingQueue<RegionMessage> inbox,
            Departure departure,
            CaptureClock clock) {
        this.member = member;
        this.entrance = entrance;
        this.memory = memory;
        this.intake = intake;
        this.exit = exit;
        this.inbox = inbox;
        this.departure = departure;
        this.clock = clock;
    }

    Region region() {
        return member.region();
    }

    /** Returns how far the reading is, or null before the merge waits for the region. */
    @Nullable
    RegionProgress progress() {
        return progress;
    }

    boolean isLeaving() {
        return exit.isLeaving();
    }

    /** Ends the reading; what was read is still handed over. Called by another thread. */
    void leave() {
        exit.leave();
        memory.dismiss(member.share());
        RegionProgress known = progress;
        if (known != null) {
            known.close();
        }
    }

    @Override
    public void run() throws InterruptedException {
        Place place = entrance.enter();
        RegionProgress begun = new RegionProgress(region(), place.boundTs());
        // the merge waits for the region from now on, even if it does not tell for long where it begins
        begun.waiting(clock.nanoTime());
        progress = begun;
        Opened opened = entrance.open(place, exit);
        if (opened != null) {
            pump(begun, opened, place.source());
        }
        inbox.put(new RegionMessage.Left(place.source()));
        departure.left(this, begun.reachedTs());
    }

    private void pump(RegionProgress begun, Opened opened, int source) throws InterruptedException {
        try (RegionReader reader = opened.reader()) {
            begun.opened(reader);
            if (opened.emptyUpToTs() > begun.reachedTs()) {
                // not as an answer, from which memory would learn how large the region's answers are
                hand(begun, source, new RegionBatch<>(List.of(), opened.emptyUpToTs()));
            }
            while (memory.awaitRoom(member.share())) {
                begun.waiting(clock.nanoTime());
                RegionBatch<RawPiece> batch = next(reader);
                if (batch == null) {
                    break;
                }
                hand(begun, source, batch);
            }
        }
    }

    private void hand(RegionProgress begun, int source, RegionBatch<RawPiece> batch) throws InterruptedException {
        begun.shown(batch.watermarkTs());
        entrance.shown(batch.watermarkTs());
        inbox.put(new RegionMessage.Delivered(source, batch));
    }

    /** A method of its own, so that nothing holds an answer while its pieces wait for the merge. */
    private @Nullable RegionBatch<RawPiece> next(RegionReader reader) throws InterruptedException {
        RegionChunk chunk = exit.await(reader::read);
        return chunk == null ? null : intake.take(chunk);
    }
}
