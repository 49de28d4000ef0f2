package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.server.config.PlannedSink;
import io.github.binlogcapturer.server.config.SqlAccess;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.spi.SinkMaintenance;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A target in memory that outlives its captures, and does before each step what a test wants. */
final class TestTarget implements TargetPlan {

    /** What happens in the target before it takes something. */
    interface Step {
        void before(List<Transaction> transactions) throws Exception;
    }

    private final String name;
    private final Path folder;
    private final SimulatedShop shop;
    final List<Transaction> received = new CopyOnWriteArrayList<>();
    volatile Step opening = transactions -> {};
    volatile Step writing = transactions -> {};
    volatile @Nullable CommitTs held;

    TestTarget(String name, Path folder, SimulatedShop shop) {
        this.name = name;
        this.folder = folder;
        this.shop = shop;
    }

    List<CommitTs> receivedTs() {
        return received.stream().map(Transaction::commitTs).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public String description() {
        return "memory of " + name;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public Path checkpointFile() {
        return folder.resolve("positions").resolve(name);
    }

    @Override
    public BinlogCapturerBuilder capture() {
        return shop.capture().closeTimeout(Duration.ofSeconds(1)).checkpointInterval(Duration.ofMillis(50));
    }

    @Override
    public PlannedSink sink(CaptureMetrics metrics) {
        MemorySink sink = new MemorySink();
        return new PlannedSink.InOrder(sink, sink);
    }

    @Override
    public Optional<SqlAccess> sql() {
        return Optional.empty();
    }

    @Override
    public TableRoutes routes() {
        return TableRoutes.same();
    }

    @Override
    public TableFilter tables() {
        return TableFilter.of(List.of("*.*"));
    }

    @Override
    public ColumnSelection columns() {
        return ColumnSelection.all();
    }

    private final class MemorySink implements Sink, SinkMaintenance {

        @Override
        public @Nullable CommitTs open(SinkContext context) throws Exception {
            opening.before(List.of());
            return held;
        }

        @Override
        public void write(List<BinlogEvent> events) throws Exception {
            List<Transaction> transactions = events.stream()
                    .filter(Transaction.class::isInstance)
                    .map(Transaction.class::cast)
                    .toList();
            writing.before(transactions);
            received.addAll(transactions);
        }

        @Override
        public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) {
            return List.of(SinkFinding.ok("memory"));
        }

        @Override
        public Optional<CommitTs> heldPosition(SinkContext context) {
            return Optional.ofNullable(held);
        }

        @Override
        public void forgetPosition(SinkContext context) {
            held = null;
        }
    }
}
