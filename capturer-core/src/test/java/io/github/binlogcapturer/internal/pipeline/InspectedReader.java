package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;

/** A reader whose peers say what a test wants; it is never read. */
final class InspectedReader implements RegionReader {

    volatile List<PeerReport> reports = List.of();

    @Override
    public RegionChunk read() {
        throw new UnsupportedOperationException("Only inspected");
    }

    @Override
    public List<PeerReport> inspect() {
        return reports;
    }

    @Override
    public void close() {}
}
