package io.github.binlogcapturer.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading in any steps gives what the real stores gave. */
class RecordedEntriesTest {

    static final List<String> RECORDINGS = Recordings.names();

    private record Entry(long ts, ByteString payload) {}

    @ParameterizedTest
    @FieldSource("RECORDINGS")
    void shouldServeTheRecordedEntriesWhateverTheBudget(String recording) throws Exception {
        long seed = Long.getLong("seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(recording).start()) {
            for (long region : cluster.regionIds()) {
                List<Entry> served = readAll(cluster, region, random);
                List<Entry> recorded = recorded(recording, region);

                assertThat(served.subList(0, served.size() - 1))
                        .as("region %d of %s, seed %d", region, recording, seed)
                        .isEqualTo(recorded);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("RECORDINGS")
    void shouldEndEveryRegionWithItsOwnFakeAboveTheWholeRecording(String recording) throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(recording).start()) {
            List<Long> closings = new ArrayList<>();
            for (long region : cluster.regionIds()) {
                List<Entry> served = readAll(cluster, region, new SplittableRandom(1));
                Entry closing = served.get(served.size() - 1);
                assertThat(StoreReq.parseFrom(closing.payload()).getBinlog().getType())
                        .isEqualTo(WireCodes.Entry.FAKE);
                closings.add(closing.ts());
            }

            assertThat(closings)
                    .doesNotHaveDuplicates()
                    .allMatch(ts -> ts > cluster.lastTs().value());
        }
    }

    @Test
    void shouldMakeFakesInTheFormOfRecordedOnes() throws Exception {
        Entry fake = recorded(Recordings.LINKS, 39).get(0);

        assertThat(LogEntry.fake(39, fake.ts()).payload()).isEqualTo(fake.payload());
    }

    @Test
    void shouldServeTheSameUnderDelays() throws Exception {
        try (RecordedCluster cluster = RecordedCluster.builder()
                .recording(Recordings.LINKS)
                .responseDelays(42, Duration.ofMillis(5))
                .start()) {
            List<Entry> served = readAll(cluster, 41, new SplittableRandom(2));

            assertThat(served.subList(0, served.size() - 1)).isEqualTo(recorded(Recordings.LINKS, 41));
        }
    }

    @ParameterizedTest
    @FieldSource("RECORDINGS")
    void shouldKnowTheLargestTsOfTheRecording(String recording) throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(recording).start()) {
            long largest = 0;
            for (long region : cluster.regionIds()) {
                List<Entry> entries = recorded(recording, region);
                largest = Math.max(largest, entries.get(entries.size() - 1).ts());
            }

            assertThat(cluster.lastTs().value()).isEqualTo(largest);
        }
    }

    private static List<Entry> readAll(RecordedCluster cluster, long region, SplittableRandom random) {
        List<Entry> served = new ArrayList<>();
        try (Client store = new Client(cluster.peers(region).get(0))) {
            long position = store.oldestTs(region);
            while (true) {
                StoreRes answer = store.read(region, position, random.nextLong(300));
                assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
                if (answer.getBinlogsCount() == 0) {
                    return served;
                }
                served.addAll(entriesOf(answer));
                position = served.get(served.size() - 1).ts();
            }
        }
    }

    /** Returns the entries of the files themselves, in the order of the files. */
    private static List<Entry> recorded(String recording, long region) throws InvalidProtocolBufferException {
        RecordingFiles files = RecordingFiles.bundled(recording);
        List<Entry> entries = new ArrayList<>();
        for (String name : files.names()) {
            if (name.matches("binlog/.*_region" + region + "/\\d+\\.res\\.bin")) {
                entries.addAll(entriesOf(StoreRes.parseFrom(files.read(name))));
            }
        }
        return entries;
    }

    private static List<Entry> entriesOf(StoreRes answer) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < answer.getBinlogsCount(); i++) {
            entries.add(new Entry(answer.getCommitTs(i), answer.getBinlogs(i)));
        }
        return entries;
    }
}
