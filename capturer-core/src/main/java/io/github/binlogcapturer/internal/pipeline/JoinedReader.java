package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;

/** Reads a region that has joined, and sees to it that it has nothing in places of the order that were handed out before. */
final class JoinedReader implements RegionReader {

    private final Region region;
    private final RegionReader reader;
    private final CommitTs beginning;
    private final long boundTs;
    private long reachedTs;

    /**
     * @param beginning nothing in the region lies at or below; the reader reads from there
     * @param boundTs the timestamp up to which, included, all was handed out without the region
     */
    JoinedReader(Region region, RegionReader reader, CommitTs beginning, long boundTs) {
        this.region = region;
        this.reader = reader;
        this.beginning = beginning;
        this.boundTs = boundTs;
        this.reachedTs = boundTs;
    }

    @Override
    public RegionChunk read() throws InterruptedException {
        if (reachedTs == boundTs && beginning.value() > boundTs) {
            reachedTs = beginning.value();
            return new RegionChunk(new long[0], List.of(), reachedTs);
        }
        while (true) {
            RegionChunk chunk = reader.read();
            if (chunk.size() > 0 && chunk.commitTs(0) <= boundTs) {
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
                + ", and everything up to " + CommitTs.of(boundTs) + " was handed out before the region was known."
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
