package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.EntryParser;
import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.RegionBatch;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/** Reads one region, finds the parts of its entries, and hands them to the merge. So parsing runs in parallel over the regions. */
final class RegionPump implements Workers.Task {

    /**
     * What a region hands over.
     *
     * @param source the region's place among all
     */
    record Delivery(int source, RegionBatch<RawPiece> batch) {}

    private final int source;
    private final Region region;
    private final RegionReader reader;
    private final RegionGate gate;
    private final BlockingQueue<Delivery> inbox;

    RegionPump(int source, Region region, RegionReader reader, RegionGate gate, BlockingQueue<Delivery> inbox) {
        this.source = source;
        this.region = region;
        this.reader = reader;
        this.gate = gate;
        this.inbox = inbox;
    }

    @Override
    public void run() throws InterruptedException {
        try (reader) {
            while (true) {
                gate.awaitRoom();
                pump();
            }
        }
    }

    /** A method of its own, so that nothing here holds an answer while the next one is waited for. */
    private void pump() throws InterruptedException {
        RegionChunk chunk = reader.read();
        List<RawPiece> pieces = parse(chunk);
        gate.enter(pieces.stream().mapToLong(RawPiece::heldBytes).sum());
        inbox.put(new Delivery(source, new RegionBatch<>(pieces, chunk.watermarkTs())));
    }

    private List<RawPiece> parse(RegionChunk chunk) {
        List<RawPiece> pieces = new ArrayList<>(chunk.size());
        for (int i = 0; i < chunk.size(); i++) {
            pieces.add(EntryParser.parse(region, chunk.commitTs(i), chunk.entry(i)));
        }
        return pieces;
    }
}
