package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.segment.SegmentTail.Tail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SegmentTailTest {

    @TempDir
    Path folder;

    /** Cuts a file at every length, as a crash may, then writes again what is behind the position. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndUpWithTheSameFileWhereverItWasCut(boolean closed) throws IOException {
        List<List<BinlogEvent>> lists = lists(3, 8);
        byte[] whole = TestFile.file(flat(lists), closed);
        Path file = folder.resolve("f");
        int header = TestFile.header(file, whole).bytes();

        for (int length = header; length < whole.length; length++) {
            Tail tail = TestFile.scan(file, Arrays.copyOf(whole, length));

            assertThat(tail.damaged()).as("cut at %d", length).isFalse();
            assertThat(tail.closed()).as("cut at %d", length).isFalse();
            assertThat(resumed(whole, tail, lists, closed))
                    .as("cut at %d, keeps %d, commit ts %d", length, tail.keepBytes(), tail.commitTs())
                    .isEqualTo(whole);
        }
    }

    @Test
    void shouldKnowAClosedFile() throws IOException {
        List<BinlogEvent> events = flat(lists(4, 5));
        byte[] whole = TestFile.file(events, true);
        Tail tail = TestFile.scan(folder.resolve("f"), whole);

        assertThat(tail.closed()).isTrue();
        assertThat(tail.keepBytes()).isEqualTo(whole.length);
        assertThat(tail.commitTs())
                .isEqualTo(events.get(events.size() - 1).commitTs().value());
    }

    @Test
    void shouldTellTheTornHeaderFromAForeignFile() throws IOException {
        byte[] whole = TestFile.file(flat(lists(5, 2)), false);
        Path file = folder.resolve("f");
        int header = TestFile.header(file, whole).bytes();
        assertThat(TestFile.header(file, whole).header()).isEqualTo(TestFile.HEADER);

        for (int length = 0; length < header; length++) {
            assertThat(TestFile.header(file, Arrays.copyOf(whole, length)).torn())
                    .as("cut at %d", length)
                    .isTrue();
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, length), header + 40);
            assertThat(TestFile.header(file, zeros).torn())
                    .as("zeros from %d", length)
                    .isTrue();
        }
        for (int bit = 0; bit < 8 * header; bit++) {
            SegmentHeader.Found found = TestFile.header(file, flipped(whole, bit));
            assertThat(found.header()).as("bit %d", bit).isNull();
            assertThat(found.torn()).as("bit %d", bit).isFalse();
        }
        assertThat(TestFile.header(file, "some text".getBytes(StandardCharsets.UTF_8))
                        .torn())
                .isFalse();
        byte[] next = whole.clone();
        next[8] = 2;
        assertThat(TestFile.header(file, next).version()).isEqualTo(2);
    }

    @Test
    void shouldSayInTheHeaderWithWhichSchemasTheFileBeforeEnded() throws IOException {
        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer);
        codec.header(TestFile.HEADER);
        TestFile.write(codec, flat(lists(9, 4)));
        codec.footer();
        byte[] before = buffer.toByteArray();
        Tail tail = TestFile.scan(folder.resolve("f"), before);
        buffer.clear(0);
        codec.header(TestFile.header(2));
        byte[] next = buffer.toByteArray();

        assertThat(TestFile.header(folder.resolve("f"), before).fingerprint()).isZero();
        assertThat(TestFile.header(folder.resolve("f"), next).fingerprint())
                .isNotZero()
                .isEqualTo(tail.contents().fingerprint());
    }

    @Test
    void shouldKeepNothingBehindAFlippedBit() throws IOException {
        byte[] whole = TestFile.file(flat(lists(6, 2)), false);
        Path file = folder.resolve("f");
        int header = TestFile.header(file, whole).bytes();

        for (int bit = 8 * header; bit < 8 * whole.length; bit++) {
            Tail tail = TestFile.scan(file, flipped(whole, bit));

            assertThat(tail.keepBytes()).as("bit %d", bit).isLessThanOrEqualTo(bit / 8);
            assertThat(tail.damaged()).as("bit %d", bit).isTrue();
        }
    }

    @Test
    void shouldNotTakeARecordForCutOffThatHasWholeOnesBehindIt() throws IOException {
        byte[] whole = TestFile.file(flat(lists(6, 4)), false);
        Path file = folder.resolve("f");
        int header = TestFile.header(file, whole).bytes();
        int length = 1 << 29;
        MessageBuffer damaged = new MessageBuffer();
        Bytes.putInt(damaged, length);
        damaged.write(Frame.kindByte(Frame.PART, length));
        System.arraycopy(damaged.toByteArray(), 0, whole, header, damaged.length());

        assertThat(TestFile.scan(file, whole).damaged()).isTrue();
        assertThat(TestFile.scan(file, Arrays.copyOf(whole, header + 100)).damaged())
                .isFalse();
    }

    @Test
    void shouldKeepNothingFromZerosOn() throws IOException {
        byte[] whole = TestFile.file(flat(lists(7, 4)), false);
        Path file = folder.resolve("f");
        int header = TestFile.header(file, whole).bytes();

        for (int from = header; from < whole.length - 1; from += 7) {
            byte[] hole = whole.clone();
            Arrays.fill(hole, from, Math.min(from + 64, whole.length), (byte) 0);
            assertThat(TestFile.scan(file, hole).keepBytes())
                    .as("hole at %d", from)
                    .isLessThanOrEqualTo(from + 3);
            assertThat(TestFile.scan(file, hole).damaged())
                    .as("hole at %d", from)
                    .isEqualTo(from + 64 < whole.length);
            Tail zeros = TestFile.scan(file, Arrays.copyOf(Arrays.copyOf(whole, from), whole.length + 20));
            assertThat(zeros.keepBytes()).as("zeros from %d", from).isLessThanOrEqualTo(from + 3);
            assertThat(zeros.damaged()).as("zeros from %d", from).isFalse();
        }
    }

    @Test
    void shouldNotWriteAKeptSchemaChangeTwice() throws IOException {
        RandomEvents random = RandomEvents.small(8);
        BinlogEvent change = random.list(60).stream()
                .filter(SchemaChange.class::isInstance)
                .findFirst()
                .orElseThrow();
        byte[] whole = TestFile.file(List.of(random.transaction(1), change), true);
        Tail tail = TestFile.scan(folder.resolve("f"), whole);

        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer);
        codec.resume(tail);
        codec.header(TestFile.header(2));
        int header = buffer.length();
        TestFile.write(codec, List.of(change));
        assertThat(buffer.length()).isEqualTo(header);
        TestFile.write(codec, List.of(change));
        assertThat(buffer.length()).isGreaterThan(header);
    }

    private byte[] resumed(byte[] whole, Tail tail, List<List<BinlogEvent>> lists, boolean closed) {
        MessageBuffer buffer = new MessageBuffer();
        buffer.write(whole, 0, (int) tail.keepBytes());
        SegmentCodec codec = new SegmentCodec(buffer, 200, 300);
        codec.resume(tail);
        CommitTs position = CommitTs.of(Math.max(1, tail.commitTs()));
        for (List<BinlogEvent> list : lists) {
            TestFile.write(
                    codec,
                    list.stream()
                            .filter(event -> event.commitTs().compareTo(position) > 0)
                            .toList());
        }
        if (closed) {
            codec.footer();
        }
        return buffer.toByteArray();
    }

    private static List<List<BinlogEvent>> lists(long seed, int count) {
        RandomEvents random = RandomEvents.small(seed);
        List<List<BinlogEvent>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(random.list(1));
        }
        return lists;
    }

    private static List<BinlogEvent> flat(List<List<BinlogEvent>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }
}
