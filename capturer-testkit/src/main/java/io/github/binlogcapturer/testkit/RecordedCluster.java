package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.spi.CaptureClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A BaikalDB cluster that serves recordings of a real one: meta servers and stores as gRPC servers on free ports of
 * 127.0.0.1, which follow the rules of BaikalDB v2.2.1 for everything a capture asks. Nothing can be written to it but links of tables,
 * which stand in the schemas from then on and change no log.
 *
 * <pre>{@code
 * try (RecordedCluster cluster = RecordedCluster.builder().recording(Recordings.CONCURRENT).start()) {
 *     // capture cdc.b1, cdc.b2 and cdc.b3 from cluster.metaServers() until cluster.lastTs() is reached
 * }
 * }</pre>
 *
 * <p>Logs are served as recorded, except for what comes after their end. There, each region has one FAKE entry above the
 * largest ts of the whole recording. It is made by hand, as the recording of one region ends before that of another and a
 * merge could never release the last transactions. With {@link Builder#idleHeartbeats} it is the first of many. The
 * oracle's time goes on from the same point, so it is the time of the recording and not of the wall clock.
 *
 * <p>Not served: flashback filters, offline binlog, and the 10 s limit of one read.
 *
 * <p>All methods are thread-safe.
 */
public final class RecordedCluster implements AutoCloseable {

    private final Recording recording;
    private final ClusterServers servers;

    private RecordedCluster(Recording recording, ClusterServers servers) {
        this.recording = recording;
        this.servers = servers;
    }

    /** Returns a builder without a recording. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the addresses of the meta servers, as {@code 127.0.0.1:port}. The last one is the leader. */
    public List<String> metaServers() {
        return servers.metaAddresses();
    }

    /** Returns the addresses of all stores, as {@code 127.0.0.1:port}. */
    public List<String> stores() {
        return servers.storeAddresses();
    }

    /**
     * Returns the addresses of the stores with a copy of a region, the leader first.
     *
     * @throws IllegalArgumentException if no log of such a region was recorded
     */
    public List<String> peers(long regionId) {
        RegionInfo region = servers.catalog().regions().get(regionId);
        if ((region == null) || !regionIds().contains(regionId)) {
            throw new IllegalArgumentException("No log of region " + regionId + " is served, only of " + regionIds());
        }
        return List.copyOf(region.getPeersList());
    }

    /** Returns the namespace of the recorded binlog tables. */
    public String namespace() {
        return recording.namespace();
    }

    /** Returns the largest ts of all recorded logs: a capture that has passed it has seen all. */
    public CommitTs lastTs() {
        return CommitTs.of(recording.lastTs());
    }

    /** Returns the ids of the regions whose log is served, in ascending order. */
    public Set<Long> regionIds() {
        return recording.logs().keySet();
    }

    /** Returns how often the stores have been asked for binlog so far. */
    public ReadCounts reads() {
        return servers.reads();
    }

    /**
     * Ends all servers: open calls fail with UNAVAILABLE or CANCELLED, the ports are free afterwards. Further calls do
     * nothing. If the thread is interrupted meanwhile, the method returns early, with the interrupt flag set.
     *
     * @throws IllegalStateException if a server has not ended after 5 s
     */
    @Override
    public void close() {
        servers.close();
    }

    /** Describes the cluster to start. Not thread-safe; may start several clusters, one after another. */
    public static final class Builder {

        private static final int MOST_SERVERS = 100;

        private final List<RecordingFiles> sources = new ArrayList<>();
        private int followers;
        private int metaServers = 1;
        private long heartbeatMs;
        private long maxResponseBytes = 100L << 20;
        private boolean filterRegionsByTableId;
        private long delaySeed;
        private long maxDelayNanos;
        private CaptureClock clock = CaptureClock.system();

        private Builder() {}

        /**
         * Adds a recording that comes with the test kit, see {@link Recordings#names}. Several recordings are served
         * together, which works for recordings of one cluster.
         *
         * @throws IllegalArgumentException if there is none of that name
         */
        public Builder recording(String name) {
            sources.add(RecordingFiles.bundled(name));
            return this;
        }

        /**
         * Adds a recording of your own: a folder with {@code meta/*.res.bin} (serialized {@code QueryResponse}, or
         * {@code BaikalHeartBeatResponse} where the name contains "heartbeat") and
         * {@code binlog/<table>_part<P>_region<R>/NNN.res.bin} (serialized {@code StoreRes} of reads, and
         * {@code query_binlog*.res.bin} for the oldest ts). Each file may be compressed, then it ends with {@code .bin.gz}.
         * The schema of each binlog table has to be among the meta answers; a region that they do not name is made from
         * the folder's name.
         *
         * @throws IllegalArgumentException if there is no such folder
         * @throws java.io.UncheckedIOException if it cannot be listed
         */
        public Builder folder(Path folder) {
            sources.add(RecordingFiles.inFolder(folder));
            return this;
        }

        /** Sets how many followers each region has, all with the same data as its leader. Default 0, at most 100. */
        public Builder followers(int count) {
            followers = checkedCount("followers", count, 0);
            return this;
        }

        /** Sets how many meta servers there are. The last one is the leader. Default 1, at most 100. */
        public Builder metaServers(int count) {
            metaServers = checkedCount("metaServers", count, 1);
            return this;
        }

        /**
         * Makes every region go on after the end of the recording with a FAKE entry per period, as real ones do each
         * second. Default: one such entry in all.
         *
         * @param period at least 1 ms
         */
        public Builder idleHeartbeats(Duration period) {
            if (period.toMillis() < 1) {
                throw new IllegalArgumentException("idleHeartbeats has to be 1 ms or more, but is " + period);
            }
            heartbeatMs = period.toMillis();
            return this;
        }

        /** Sets the limit below which the bytes of the transactions of one answer stay. Default 100 MiB, at least 1. */
        public Builder maxResponseBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxResponseBytes has to be 1 or more, but is " + bytes);
            }
            maxResponseBytes = bytes;
            return this;
        }

        /** Makes QUERY_REGION heed a {@code table_id}, as newer servers do. By default it names all regions, as v2.2.1 does. */
        public Builder filterRegionsByTableId(boolean filter) {
            filterRegionsByTableId = filter;
            return this;
        }

        /**
         * Holds each answer of a store back by a random time of up to {@code max}, so that the answers of different
         * regions arrive in ever different order. The delays of one region follow from the seed alone. Default: none.
         */
        public Builder responseDelays(long seed, Duration max) {
            if (max.isNegative() || (max.compareTo(Duration.ofHours(1)) > 0)) {
                throw new IllegalArgumentException("The longest delay has to be 0 to 1 h, but is " + max);
            }
            delaySeed = seed;
            maxDelayNanos = max.toNanos();
            return this;
        }

        /** Sets the clock that drives heartbeats and oracle. Default: the system's. */
        public Builder clock(CaptureClock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Reads the recordings and starts the servers.
         *
         * @throws IllegalStateException if no recording was added
         * @throws IllegalArgumentException if a recording is incomplete or unreadable; the message names the file
         * @throws java.io.UncheckedIOException if a file cannot be read or no port can be had
         */
        public RecordedCluster start() {
            if (sources.isEmpty()) {
                throw new IllegalStateException("Nothing to serve: call recording(name) or folder(path) first");
            }
            Recording recording = Recording.of(sources);
            ClusterServers servers = ClusterServers.start(
                    recording,
                    new ClusterServers.Settings(
                            followers,
                            metaServers,
                            heartbeatMs,
                            maxResponseBytes,
                            filterRegionsByTableId,
                            new AnswerDelays(delaySeed, maxDelayNanos),
                            clock));
            return new RecordedCluster(recording, servers);
        }

        private static int checkedCount(String name, int count, int least) {
            if ((count < least) || (count > MOST_SERVERS)) {
                throw new IllegalArgumentException(
                        name + " has to be " + least + " to " + MOST_SERVERS + ", but is " + count);
            }
            return count;
        }
    }
}
