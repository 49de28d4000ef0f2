package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A sink of a model target, with what a test wants to happen at each batch. Notes how it is opened and closed. */
final class ModelSink implements ParallelSink {

    /** What a lane does with a batch; commits it by {@link #commit}, where it does. */
    @FunctionalInterface
    interface Apply {
        void apply(int lane, LaneBatch batch) throws Exception;
    }

    final ModelTarget target;
    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<LaneBatch> batches = new CopyOnWriteArrayList<>();
    ApplySettings settings = ApplySettings.defaults().withLanes(4);
    Apply apply = this::commit;
    /** Called when the rules of a table are asked for; it may block. */
    Consumer<TableSchema> onRules = table -> {};

    boolean lanesFailToClose;
    /** How many lanes can be made. */
    int lanesMade = 99;

    ModelSink(ModelTarget target) {
        this.target = target;
    }

    /** Waits for its turn and commits. */
    void commit(int lane, LaneBatch batch) throws InterruptedException {
        while (!batch.turn().await()) {
            Thread.onSpinWait();
        }
        target.commit(lane, batch);
        batches.add(batch);
    }

    @Override
    public SinkStanding open(SinkContext context) {
        notes.add("open " + context.subscriber());
        return target.revive();
    }

    @Override
    public ConflictRules rules(TableSchema table) {
        onRules.accept(table);
        return ConflictRules.ofSource(table);
    }

    @Override
    public SinkLane lane(int number) throws IOException {
        if (number == lanesMade) {
            throw new IOException("too many connections");
        }
        notes.add("lane " + number);
        return new SinkLane() {
            @Override
            public void apply(LaneBatch batch) throws Exception {
                ModelSink.this.apply.apply(number, batch);
            }

            @Override
            public void close() throws IOException {
                notes.add("close lane " + number);
                if (lanesFailToClose) {
                    throw new IOException("lane " + number + " is stuck");
                }
            }
        };
    }

    @Override
    public void schemaChanged(SchemaChange change) {
        notes.add("schema of " + change.after().name() + " at "
                + change.commitTs().value());
    }

    @Override
    public ApplySettings settings() {
        return settings;
    }

    @Override
    public void close() {
        notes.add("close");
    }
}
