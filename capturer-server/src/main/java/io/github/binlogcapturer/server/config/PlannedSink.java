package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkMaintenance;

/** A sink that was made for a target and is not open yet. */
public sealed interface PlannedSink {

    /** Carries a subscriber's events to the sink, see {@link BinlogCapturer#applyTo(String, Sink)}. */
    void attach(BinlogCapturer capturer, String subscriber);

    /** Returns what tools ask of it. */
    SinkMaintenance maintenance();

    /** A sink that takes transactions in order. */
    record InOrder(Sink sink, SinkMaintenance maintenance) implements PlannedSink {

        @Override
        public void attach(BinlogCapturer capturer, String subscriber) {
            capturer.applyTo(subscriber, sink);
        }
    }

    /** A sink of several lanes. */
    record Parallel(ParallelSink sink, SinkMaintenance maintenance) implements PlannedSink {

        @Override
        public void attach(BinlogCapturer capturer, String subscriber) {
            capturer.applyTo(subscriber, sink);
        }
    }
}
