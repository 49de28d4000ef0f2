package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;

/** A reader whose peers say what a test wants; it is never read. */
final class InspectedReader implements RegionReader {

    volatile List<PeerReport> reports = List.of();
    /** Called before the peers answer; it may throw. */
    volatile Runnable onInspect = () -> {};

    @Override
    public RegionChunk read() {
        throw new UnsupportedOperationException("Only inspected");
    }

    @Override
    public List<PeerReport> inspect() {
        onInspect.run();
        return reports;
    }

    @Override
    public void close() {}

    void failWith(RuntimeException failure) {
        onInspect = () -> {
            throw failure;
        };
    }
}
