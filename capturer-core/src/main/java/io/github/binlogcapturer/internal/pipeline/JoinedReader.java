package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;

/** Reads a region that is younger than others, and sees to it that it has nothing in places of the order that were handed out before. */
final class JoinedReader implements RegionReader {

    private final Region region;
    private final RegionReader reader;
    private final CommitTs beginning;
    private final Place place;
    private long reachedTs;

    /**
     * @param reader reads from the beginning on; from behind the bound where nobody was handed anything
     * @param beginning nothing in the region lies at or below
     */
    JoinedReader(Region region, RegionReader reader, CommitTs beginning, Place place) {
        this.region = region;
        this.reader = reader;
        this.beginning = beginning;
        this.place = place;
        this.reachedTs = emptyUpToTs();
    }

    /** Returns the timestamp up to which, included, nothing of the region is to come. */
    long emptyUpToTs() {
        return Math.max(beginning.value(), place.boundTs());
    }

    @Override
    public RegionChunk read() throws InterruptedException {
        while (true) {
            RegionChunk chunk = reader.read();
            if (chunk.size() > 0 && chunk.commitTs(0) <= place.handedTs()) {
                throw late(chunk.commitTs(0));
            }
            if (chunk.watermarkTs() > reachedTs) {
                reachedTs = chunk.watermarkTs();
                return chunk;
            }
        }
    }

    private DataException late(long commitTs) {
        return new DataException(region + " has appeared too late: it has an entry at commit ts "
                + CommitTs.of(commitTs)
                + ", and everything up to " + CommitTs.of(place.handedTs())
                + " was handed out before the region was known."
                + " Nothing was dropped; the capture stops in front of it. Start again with StartPosition.after(CommitTs.of("
                + beginning.value() + ")), where the region begins");
    }

    @Override
    public List<PeerReport> inspect() throws InterruptedException {
        return reader.inspect();
    }

    @Override
    public void close() {
        reader.close();
    }
}
