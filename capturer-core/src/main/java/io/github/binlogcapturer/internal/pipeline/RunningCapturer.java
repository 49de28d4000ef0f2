package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.apply.Applier;
import io.github.binlogcapturer.internal.checkpoint.CheckpointCommitter;
import io.github.binlogcapturer.internal.checkpoint.Standing;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capturer's life: starts the pipeline once, hands out streams, attaches sinks, ends it all. Starting is guarded by this object's
 * monitor; closing and failing are not, so that they can end a start that blocks.
 */
final class RunningCapturer implements BinlogCapturer {

    private static final Logger LOG = LoggerFactory.getLogger(RunningCapturer.class);

    private final CapturerConfig config;
    private final Origin origin;
    private final Lifecycle lifecycle;
    private final Workers stages;
    private final Workers appliers;
    private final CheckpointCommitter committer;
    private final Map<String, Applier> sinks = new ConcurrentHashMap<>();
    private final SinkOpenings openings = new SinkOpenings();
    private volatile @Nullable Pipeline pipeline;
    private final Object starterGuard = new Object();
    private volatile @Nullable Thread starter;

    RunningCapturer(CapturerConfig config) {
        this.config = config;
        this.origin = Origin.of(config);
        this.lifecycle = new Lifecycle(config.capture(), config.listeners(), config.metrics());
        String prefix = "capturer-" + config.capture();
        this.stages = new Workers(prefix, config.threads(), config.clock(), this::fail);
        this.appliers = new Workers(prefix, config.threads(), config.clock(), this::fail);
        this.committer = new CheckpointCommitter(config.capture(), config.checkpoints(), config.clock());
    }

    @Override
    public EventStream start() {
        return stream(config.subscribers().get(0));
    }

    @Override
    public EventStream stream(String subscriber) {
        requireSubscriber(subscriber);
        startOnce(Map.of());
        return streamOf(subscriber);
    }

    @Override
    public void applyTo(Sink sink) {
        applyTo(config.subscribers().get(0), sink);
    }

    @Override
    public void applyTo(String subscriber, Sink sink) {
        apply(subscriber, Applier.of(sink, contextOf(subscriber), config.metrics(), config.clock()));
    }

    @Override
    public void applyTo(ParallelSink sink) {
        applyTo(config.subscribers().get(0), sink);
    }

    @Override
    public void applyTo(String subscriber, ParallelSink sink) {
        Applier.Threads lanes = (name, task) -> appliers.start(name, task::run);
        apply(subscriber, Applier.of(sink, contextOf(subscriber), config.metrics(), config.clock(), lanes));
    }

    private SinkContext contextOf(String subscriber) {
        return new SinkContext(config.capture(), subscriber);
    }

    private void apply(String subscriber, Applier applier) {
        requireSubscriber(subscriber);
        requireUsable();
        if (sinks.putIfAbsent(subscriber, applier) != null) {
            throw new IllegalStateException("Subscriber \"" + subscriber
                    + "\" has a sink already; name a subscriber for each sink with BinlogCapturerBuilder.subscribers");
        }
        try {
            attach(subscriber, applier);
        } catch (RuntimeException | Error e) {
            sinks.remove(subscriber);
            throw e;
        }
    }

    private void attach(String subscriber, Applier applier) {
        CommitTs inSink = open(applier);
        try {
            // a capturer that has ended in the meantime must let go of the target at once: its successor may be about
            // to take it
            requireUsable();
            if (inSink == null && !applier.keepsPosition()) {
                LOG.info(
                        "The sink of subscriber \"{}\" holds no position, so it may get transactions again after a failure",
                        subscriber);
            }
            boolean startedHere = startOnce(inSink == null ? Map.of() : Map.of(subscriber, inSink));
            EventStream stream = streamOf(subscriber);
            if (!startedHere && inSink != null) {
                requireNoGap(subscriber, inSink);
                running().ring().doneUpTo(subscriber, inSink.value());
            }
            appliers.start("sink-" + subscriber, () -> applier.run(stream));
        } catch (RuntimeException | Error e) {
            abandon(applier, e);
            throw e;
        }
    }

    private static void abandon(Applier applier, Throwable why) {
        try {
            applier.abandon();
        } catch (RuntimeException | Error e) {
            why.addSuppressed(e);
        }
    }

    private @Nullable CommitTs open(Applier applier) {
        try {
            return openings.open(applier, this::requireUsable);
        } catch (InterruptedException e) {
            if (lifecycle.isStopping()) {
                throw new CapturerClosedException(
                        "The capturer has ended while the sink was opened; build a new one to go on from the checkpoint",
                        e);
            }
            Thread.currentThread().interrupt();
            throw new CapturerClosedException("Interrupted while the sink was opened; nothing was started", e);
        }
    }

    /** The position of a quiet stream runs ahead of what was delivered; where nothing was, there is nothing to miss. */
    private void requireNoGap(String subscriber, CommitTs inSink) {
        long handledTs = running().ring().handledTs(subscriber);
        if (inSink.value() < handledTs) {
            throw new ConfigurationException(
                    "The sink of subscriber \"" + subscriber + "\" holds everything up to commit ts " + inSink
                            + ", but the capturer already reads from " + CommitTs.of(handledTs)
                            + "; call applyTo before start, so that it begins where the sink ends, or start from what the sink"
                            + " holds with StartPosition.after");
        }
    }

    private long heldTs(String subscriber) {
        Applier applier = sinks.get(subscriber);
        return applier == null ? Long.MAX_VALUE : applier.heldTs();
    }

    /** Starts the pipeline unless it runs; returns whether this call did it. */
    private synchronized boolean startOnce(Map<String, CommitTs> inSinks) {
        requireUsable();
        if (pipeline != null) {
            return false;
        }
        lifecycle.moveTo(CapturerState.STARTING);
        starter = Thread.currentThread();
        try {
            launch(inSinks);
            requireUsable();
            lifecycle.moveTo(CapturerState.RUNNING);
            return true;
        } catch (InterruptedException e) {
            if (!lifecycle.isStopping()) {
                Thread.currentThread().interrupt();
            }
            CapturerClosedException interrupted =
                    new CapturerClosedException("The start was interrupted; build a new capturer to try again", e);
            abandonStart(interrupted);
            throw interrupted;
        } catch (RuntimeException | Error e) {
            abandonStart(e);
            throw e;
        } finally {
            synchronized (starterGuard) {
                starter = null;
            }
        }
    }

    private void launch(Map<String, CommitTs> inSinks) throws InterruptedException {
        Standing saved = committer.load();
        Origin.Found found = origin.find();
        if (config.start() instanceof StartPosition.CheckpointOr) {
            sayDoubts(saved.positions(), inSinks);
        }
        StartResolver.Start from =
                new StartResolver(config.start(), found).resolve(config.subscribers(), saved.positions(), inSinks);
        Pipeline running = new Pipeline(config, found, from, saved, committer, lifecycle, this::heldTs, this::end);
        pipeline = running;
        // a crash before the first periodic save must not make "latest" mean a later moment the next time
        running.saveCheckpoint();
        running.start(stages);
    }

    private void sayDoubts(Map<String, CommitTs> saved, Map<String, CommitTs> inSinks) {
        sinks.forEach((subscriber, applier) -> {
            String doubt =
                    StartDoubts.of(subscriber, saved.get(subscriber), inSinks.get(subscriber), applier.keepsPosition());
            if (doubt != null) {
                LOG.warn("{}", doubt);
            }
        });
    }

    /** Under a guard, so that a thread whose start has returned is not interrupted at its own work. */
    private void interruptStarter() {
        synchronized (starterGuard) {
            Thread starting = starter;
            if (starting != null && starting != Thread.currentThread()) {
                starting.interrupt();
            }
        }
    }

    private void abandonStart(Throwable cause) {
        if (!lifecycle.isStopping()) {
            fail(cause);
        }
        // a close that came while the pipeline was made has not seen it
        endStages(cause);
    }

    private Pipeline running() {
        Pipeline running = pipeline;
        if (running == null) {
            throw new IllegalStateException("The capturer has not started");
        }
        return running;
    }

    private EventStream streamOf(String subscriber) {
        EventStream stream = running().ring().stream(subscriber);
        if (stream == null) {
            throw new IllegalStateException("No cursor of subscriber \"" + subscriber + "\"");
        }
        return stream;
    }

    private void requireSubscriber(String subscriber) {
        if (!config.subscribers().contains(subscriber)) {
            throw new ConfigurationException("There is no subscriber \"" + subscriber + "\", only "
                    + config.subscribers() + "; name all of them with BinlogCapturerBuilder.subscribers");
        }
    }

    private void requireUsable() {
        // in this order: a failure is there before the stop that follows from it
        if (!lifecycle.isStopping()) {
            return;
        }
        Throwable failure = lifecycle.failure().orElse(null);
        if (failure != null) {
            throw new CapturerClosedException(
                    "The capturer has failed: " + failure.getMessage()
                            + ". Remove the cause and build a new one to go on from the checkpoint",
                    failure);
        }
        throw new CapturerClosedException("The capturer was closed; build a new one to go on from the checkpoint");
    }

    @Override
    public CapturerState state() {
        return lifecycle.state();
    }

    @Override
    public Optional<Throwable> failure() {
        return lifecycle.failure();
    }

    @Override
    public Optional<CommitTs> watermark() {
        Pipeline running = pipeline;
        return running == null
                ? Optional.empty()
                : Optional.of(CommitTs.of(running.ring().resolvedTs()));
    }

    @Override
    public String explain() {
        Pipeline running = pipeline;
        return switch (lifecycle.state()) {
            case NEW -> "Waits for start().";
            case STARTING -> origin.explainStart();
            case RUNNING -> running == null ? "Starts." : running.explain();
            case STOPPING -> "Stops.";
            case STOPPED -> "Has stopped as asked.";
            case FAILED -> "Has failed: " + failure().map(Throwable::getMessage).orElse("no message");
        };
    }

    @Override
    public List<RegionStatus> regions() {
        Pipeline running = pipeline;
        return running == null || lifecycle.isStopping() ? List.of() : running.regions();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return lifecycle.awaitEnd(TransactionRing.toNanos(timeout));
    }

    /**
     * Nothing can come any more, and all is acknowledged. Sinks take what time they need to close, since nobody has asked for an end: a
     * failure of theirs fails the capture, and a close ends the waiting.
     */
    private void end() {
        LOG.info("Capture \"{}\" has come to the end of its log", config.capture());
        sinks.values().forEach(Applier::stop);
        try {
            appliers.join();
        } catch (InterruptedException e) {
            // whoever closes or has failed the capturer does the rest
            Thread.currentThread().interrupt();
            return;
        }
        if (!lifecycle.isStopping()) {
            close();
        }
    }

    private void fail(Throwable cause) {
        lifecycle.fail(cause, () -> {
            openings.interrupt();
            endStages(cause);
            appliers.stop();
        });
    }

    @Override
    public void close() {
        boolean first = lifecycle.moveTo(CapturerState.STOPPING);
        if (!first && lifecycle.state() == CapturerState.STOPPING) {
            awaitOtherClose();
            return;
        }
        long timeoutNs = TransactionRing.toNanos(config.timing().closeTimeout());
        long deadlineNs = config.clock().nanoTime() + timeoutNs;
        boolean interrupted = Thread.interrupted();
        try {
            if (first) {
                openings.interrupt();
                sinks.values().forEach(Applier::stop);
                // half of the time for sinks to end by themselves; then they are interrupted
                appliers.join(deadlineNs - timeoutNs / 2);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        interruptStarter();
        appliers.stop();
        endStages(null);
        interrupted |= !joinAll(deadlineNs, interrupted);
        lifecycle.moveTo(CapturerState.STOPPED);
        // where a listener or a filter closes, nothing else tells the thread that it runs on to end
        if (interrupted || stages.isOneOfThem()) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody else closes already and gives sinks their time. */
    private void awaitOtherClose() {
        try {
            awaitEnd(config.timing().closeTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the threads unless the caller is interrupted; returns whether it was not. */
    private boolean joinAll(long deadlineNs, boolean interrupted) {
        if (interrupted) {
            return false;
        }
        try {
            appliers.join(deadlineNs);
            stages.join(deadlineNs);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void endStages(@Nullable Throwable cause) {
        stages.stop();
        Pipeline running = pipeline;
        if (running != null) {
            running.ring().close(cause);
            running.saveCheckpoint();
        }
        try {
            origin.close();
        } catch (RuntimeException e) {
            LOG.warn(
                    "The source of capture \"{}\" could not be closed; everything else has ended", config.capture(), e);
        }
    }
}
