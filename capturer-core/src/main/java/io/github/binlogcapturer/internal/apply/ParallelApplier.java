package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies a stream to a sink on several lanes. The running thread dispatches: it gets batches, finds out what waits for what and puts
 * transactions in flight; what is done is acknowledged by the lane that completes it.
 */
final class ParallelApplier implements Applier {

    private static final int BATCH_CHANGES = 4096;
    /** How long a get waits, and so how long a stop or a failure may go unnoticed. */
    private static final Duration QUIET = Duration.ofMillis(50);

    private final ParallelSink sink;
    private final SinkContext context;
    private final CaptureClock clock;
    private final Threads threads;
    private final SinkReport report;
    private final LaneCrew crew = new LaneCrew();
    private SinkStanding standing = SinkStanding.unknown();
    private volatile long openedTs = Long.MAX_VALUE;
    private volatile @Nullable Scheduler scheduler;
    private volatile boolean stopping;

    ParallelApplier(
            ParallelSink sink, SinkContext context, CaptureMetrics metrics, CaptureClock clock, Threads threads) {
        this.sink = sink;
        this.context = context;
        this.clock = clock;
        this.threads = threads;
        this.report = new SinkReport(context.subscriber(), metrics);
    }

    @Override
    public @Nullable CommitTs open() throws InterruptedException {
        try {
            standing = sink.open(context);
            CommitTs lowWater = standing.lowWater();
            if (lowWater != null) {
                openedTs = lowWater.value();
            }
            return lowWater;
        } catch (Exception e) {
            throw asSinkException("cannot be opened", e);
        }
    }

    @Override
    public void run(EventStream stream) throws InterruptedException {
        try {
            carry(stream);
            crew.awaitEnd();
            requireHealthy();
        } catch (Throwable failure) {
            // errors too: a sink that lacks a class must still let go of its target
            throw Rethrown.of(closeAfter(failure));
        }
        try {
            sink.close();
        } catch (Exception e) {
            throw asSinkException("cannot be closed", e);
        }
    }

    /** What is applied but in no progress yet would be forgotten by a crash: a lane carries the low-water of before its batch. */
    @Override
    public long heldTs() {
        Scheduler running = scheduler;
        return running == null ? openedTs : Math.max(openedTs, running.givenTs());
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void abandon() {
        try {
            sink.close();
        } catch (Exception e) {
            throw new SinkException(report.describe("cannot be closed", e), e);
        }
    }

    private void carry(EventStream stream) throws InterruptedException {
        ApplySettings settings = sink.settings();
        int lanes = settings.order() == VisibleOrder.SERIAL ? 1 : settings.lanes();
        long fromTs = stream.position().value();
        if (standing.lowWater() == null) {
            openedTs = fromTs;
        }
        Scheduler ofLanes = new Scheduler(settings, lanes, fromTs);
        scheduler = ofLanes;
        for (int number = 0; number < lanes; number++) {
            LaneJournal journal = new LaneJournal(standing.done());
            crew.add(new LaneRunner(number, lane(number), ofLanes, stream, report, clock, journal, crew::ended));
        }
        crew.start("sink-" + context.subscriber(), threads);
        Dispatcher dispatcher = new Dispatcher(sink, settings, ofLanes, report, clock, standing.done());
        ProgressKeeper keeper = new ProgressKeeper(stream, ofLanes, clock, standing.lowWater());
        while (!stopping) {
            ofLanes.requireHealthy();
            Batch batch = stream.getWithoutAck(BATCH_CHANGES, QUIET);
            if (batch.isEmpty()) {
                keeper.whenIdle();
            } else {
                stream.ack(dispatcher.dispatch(batch));
            }
        }
        keeper.atEnd();
        ofLanes.end();
    }

    private SinkLane lane(int number) throws InterruptedException {
        try {
            return sink.lane(number);
        } catch (Exception e) {
            throw asSinkException("cannot give lane " + number, e);
        }
    }

    private void requireHealthy() {
        Objects.requireNonNull(scheduler).requireHealthy();
    }

    /** Ends the lanes and closes everything; returns what failed first. */
    private Throwable closeAfter(Throwable failure) {
        Scheduler failed = scheduler;
        Throwable first = failed == null ? failure : failed.fail(failure);
        crew.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            crew.awaitEnd();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            sink.close();
        } catch (Exception e) {
            first.addSuppressed(e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return first;
    }

    private SinkException asSinkException(String what, Exception cause) throws InterruptedException {
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return cause instanceof SinkException already
                ? already
                : new SinkException(report.describe(what, cause), cause);
    }
}
