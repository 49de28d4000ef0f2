package io.github.binlogcapturer.benchmarks.original;

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

/** A sink as it is, but for noting when the first of its lanes is given rows. */
final class NotingSink implements ParallelSink {

    private final ParallelSink sink;
    private final FirstRow first;

    NotingSink(ParallelSink sink, FirstRow first) {
        this.sink = sink;
        this.first = first;
    }

    @Override
    public SinkStanding open(SinkContext context) throws Exception {
        return sink.open(context);
    }

    @Override
    public ConflictRules rules(TableSchema table) throws Exception {
        return sink.rules(table);
    }

    @Override
    public SinkLane lane(int number) throws Exception {
        SinkLane lane = sink.lane(number);
        return new SinkLane() {
            @Override
            public void apply(LaneBatch batch) throws Exception {
                first.note();
                lane.apply(batch);
            }

            @Override
            public void close() throws IOException {
                lane.close();
            }
        };
    }

    @Override
    public void schemaChanged(SchemaChange change) throws Exception {
        sink.schemaChanged(change);
    }

    @Override
    public ApplySettings settings() {
        return sink.settings();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
