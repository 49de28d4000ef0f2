package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.replay.BoundedLog;
import io.github.binlogcapturer.sink.file.internal.replay.ChangeCounts;
import io.github.binlogcapturer.spi.EventLog;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries what was recorded earlier into a sink, as if it were captured now: in the same order, through the same filters, by the same
 * appliers, with the same guarantees.
 *
 * <pre>{@code
 * ReplayReport report = Replay.of(Path.of("/var/lib/shop-binlog"))
 *         .fromTime(Instant.parse("2026-11-20T00:00:00Z"))
 *         .toTime(Instant.parse("2026-11-21T00:00:00Z"))
 *         .tables("shop.*")
 *         .into(MySqlSink.builder(...).build());
 * }</pre>
 *
 * <p>A sink that keeps a position goes on from there, and what it holds does not come again; others get everything again when a replay
 * is repeated. Sinks keep their positions under the capture's name, {@code replay} unless {@link #capture} gives another one.
 *
 * <p>A replay runs once: give it bounds, then call {@link #dryRun} or one of {@code into}. Not thread-safe. Interrupt the thread to end it
 * early: what the sink has by then is acknowledged, and the sink closed.
 */
public final class Replay {

    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

    private final EventLog log;
    private StartPosition from = StartPosition.earliest();
    private long lastTs = Long.MAX_VALUE;
    private @Nullable TableFilter tables;
    private final List<Consumer<? super BinlogCapturerBuilder>> more = new ArrayList<>();
    private Duration interval = PROGRESS_INTERVAL;
    private Consumer<? super ReplayProgress> onProgress = progress -> {};
    private boolean used;

    private Replay(EventLog log) {
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * Replays the segments that a {@link FileSink} wrote to a folder under its default prefix; for another one take {@link #from} with
     * {@link SegmentReader#of(Path, String)}. Touches no file yet.
     */
    public static Replay of(Path folder) {
        return from(SegmentReader.of(folder));
    }

    /** Replays a log, which it closes. */
    public static Replay from(EventLog log) {
        return new Replay(log);
    }

    /** Begins with what was committed at a commit ts, inclusive, or later; by default with the first that there is. */
    public Replay fromCommitTs(CommitTs first) {
        long before = first.value() - 1;
        this.from = before == 0 ? StartPosition.earliest() : StartPosition.after(CommitTs.of(before));
        return this;
    }

    /**
     * Begins with what was committed in an instant's millisecond, inclusive, or later; by default with the first that there is.
     *
     * @throws IllegalArgumentException if BaikalDB has no timestamp of that instant
     */
    public Replay fromTime(Instant first) {
        return fromCommitTs(CommitTs.at(first));
    }

    /** Ends with what was committed at a commit ts, inclusive; by default with the last that there is. */
    public Replay toCommitTs(CommitTs last) {
        this.lastTs = last.value();
        return this;
    }

    /**
     * Ends with what was committed before an instant's millisecond, exclusive, so that a replay from the same instant carries on where this
     * one ends; by default with the last that there is.
     *
     * @throws IllegalArgumentException if BaikalDB has no timestamp of that instant
     */
    public Replay toTime(Instant end) {
        this.lastTs = CommitTs.at(end).value() - 1;
        return this;
    }

    /** Replays changes of some tables only, by the rules of {@link TableFilter#of}, such as {@code "shop.*", "!shop.tmp_*"}. */
    public Replay tables(String... rules) {
        return tables(TableFilter.of(rules));
    }

    /** Replays changes of some tables only. */
    public Replay tables(TableFilter filter) {
        this.tables = Objects.requireNonNull(filter, "filter");
        return this;
    }

    /**
     * Changes the capture that carries the log: its name, where its checkpoint is kept, columns, filters, transformers, metrics, memory.
     * The log, its bounds and tables, and the subscriber are the replay's own. With {@link BinlogCapturerBuilder#checkpoints} and {@link
     * BinlogCapturerBuilder#startFrom} of {@link StartPosition#checkpointOr} a replay into a sink without a position goes on where it was
     * left.
     */
    public Replay capture(Consumer<? super BinlogCapturerBuilder> settings) {
        more.add(Objects.requireNonNull(settings, "settings"));
        return this;
    }

    /** Tells every second how far it is, see {@link #onProgress(Duration, Consumer)}. */
    public Replay onProgress(Consumer<? super ReplayProgress> listener) {
        return onProgress(PROGRESS_INTERVAL, listener);
    }

    /**
     * Tells every so often how far it is, on the thread that replays, which does nothing else meanwhile. An exception of the listener ends
     * the replay.
     */
    public Replay onProgress(Duration every, Consumer<? super ReplayProgress> listener) {
        if (every.isZero() || every.isNegative()) {
            throw new IllegalArgumentException("Progress is told in intervals longer than zero, but got " + every);
        }
        this.interval = every;
        this.onProgress = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Reads and counts, and changes nothing anywhere. Blocks until the end; throws like {@link #into(Sink)}. */
    public ReplayReport dryRun() throws InterruptedException {
        return into(events -> {});
    }

    /**
     * Replays into a sink, in order, and closes it. Blocks until everything is durable there.
     *
     * @throws io.github.binlogcapturer.error.PositionExpiredException if the log begins later than what was asked for
     * @throws io.github.binlogcapturer.error.DataException if the log is damaged; everything in front of that is in the sink then
     * @throws io.github.binlogcapturer.error.SinkException if the sink fails
     * @throws io.github.binlogcapturer.error.ConfigurationException if the settings do not fit together
     * @throws InterruptedException if the thread was interrupted; the sink may hold a part
     * @throws IllegalStateException if the replay has run before
     */
    public ReplayReport into(Sink sink) throws InterruptedException {
        return run(capturer -> capturer.applyTo(sink), sink);
    }

    /** Replays into a sink of several lanes, in parallel as far as its conflict rules allow; else like {@link #into(Sink)}. */
    public ReplayReport into(ParallelSink sink) throws InterruptedException {
        return run(capturer -> capturer.applyTo(sink), sink);
    }

    private ReplayReport run(Consumer<BinlogCapturer> attach, AutoCloseable sink) throws InterruptedException {
        if (used) {
            throw new IllegalStateException("The replay has run already; make a new one for each run");
        }
        used = true;
        ChangeCounts counts = new ChangeCounts();
        BoundedLog bounded = new BoundedLog(log, lastTs);
        if (log instanceof SegmentReader reader) {
            reader.expectEnd(lastTs);
        }
        try (EventLog closing = bounded;
                BinlogCapturer capturer = capturer(closing, counts, sink)) {
            attach(capturer, attach);
            while (!capturer.awaitEnd(interval)) {
                ChangeCounts.Counted now = counts.totals();
                CommitTs reached = bounded.hasBegun() ? capturer.watermark().orElse(null) : null;
                onProgress.accept(progress(reached, now));
            }
            if (capturer.state() == CapturerState.FAILED) {
                throw rethrown(capturer.failure().orElseThrow());
            }
        }
        ChangeCounts.Counted all = counts.counted();
        return new ReplayReport(all.transactions(), all.changes(), all.first(), all.last());
    }

    private ReplayProgress progress(@Nullable CommitTs reached, ChangeCounts.Counted now) {
        long read = 0;
        long total = 0;
        if (log instanceof SegmentReader reader) {
            total = reader.totalBytes();
            read = Math.min(total, reader.readBytes());
        }
        return new ReplayProgress(reached, now.transactions(), now.changeCount(), read, total);
    }

    /** The sink is not open yet, but its owner relies on the replay to close it. */
    private BinlogCapturer capturer(EventLog events, ChangeCounts counts, AutoCloseable sink) {
        try {
            return capturer(events, counts);
        } catch (RuntimeException | Error e) {
            try {
                sink.close();
            } catch (Exception again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private BinlogCapturer capturer(EventLog events, ChangeCounts counts) {
        BinlogCapturerBuilder builder = BinlogCapturer.builder().name("replay").startFrom(from);
        more.forEach(settings -> settings.accept(builder));
        TableFilter wanted = tables;
        if (wanted != null) {
            builder.tables(wanted);
        }
        // a second subscriber would have no sink, and the log's end would wait for it
        return builder.log(events)
                .subscribers(BinlogCapturer.DEFAULT_SUBSCRIBER)
                .filter(counts)
                .build();
    }

    /** Where the log fails while the sink is attached, that is what there is to be told. */
    private static void attach(BinlogCapturer capturer, Consumer<BinlogCapturer> attach) throws InterruptedException {
        try {
            attach.accept(capturer);
        } catch (CapturerClosedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while the replay was started");
            }
            throw capturer.failure().map(Replay::rethrown).orElse(e);
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("The replay has failed: " + failure, failure);
    }
}
