package io.github.binlogcapturer.sink.file.internal.segment;

import com.github.luben.zstd.ZstdOutputStream;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.SegmentReader;
import io.github.binlogcapturer.sink.file.SegmentReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SegmentReaderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldReadWhatWasWritten(long seed) throws Exception {
        RandomEvents random = new RandomEvents(seed);
        List<List<BinlogEvent>> files = List.of(random.list(20), random.list(20), random.list(20));
        Logs.write(folder, files, 1);

        assertThat(Logs.comparable(Logs.read(folder, null)))
                .as("seed %d", seed)
                .isEqualTo(Logs.comparable(Logs.behind(flat(files), 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {".seg", ".seg.gz", ".seg.zst"})
    void shouldFindEveryPositionAsAFullScanDoes(String suffix) throws Exception {
        RandomEvents random = RandomEvents.small(5);
        List<List<BinlogEvent>> files = List.of(random.list(30), random.list(30), random.list(5));
        Logs.write(folder, files, 1);
        pack(1, suffix);
        pack(2, suffix);
        List<BinlogEvent> all = flat(files);

        for (long after = 1; after < all.get(all.size() - 1).commitTs().value() + 2; after += after < 999 ? 499 : 1) {
            assertThat(Logs.comparable(Logs.read(folder, CommitTs.of(after))))
                    .as("behind %d", after)
                    .isEqualTo(Logs.comparable(Logs.behind(all, after)));
        }
    }

    @Test
    void shouldReportWhatThereIs() throws Exception {
        RandomEvents random = RandomEvents.small(6);
        List<List<BinlogEvent>> files = List.of(random.list(9), random.list(9));
        Logs.write(folder, files, 1);
        List<Transaction> transactions = flat(files).stream()
                .filter(Transaction.class::isInstance)
                .map(Transaction.class::cast)
                .toList();

        SegmentReport report = SegmentReader.of(folder).verify();
        assertThat(report.isSound()).isTrue();
        assertThat(report.files()).isEqualTo(2);
        assertThat(report.transactions()).isEqualTo(transactions.size());
        assertThat(report.changes())
                .isEqualTo(
                        transactions.stream().mapToLong(t -> t.changes().size()).sum());
        assertThat(report.lastCommitTs())
                .isEqualTo(flat(files).get(flat(files).size() - 1).commitTs());
    }

    @Test
    void shouldFindEveryFlippedBit() throws Exception {
        byte[] whole = TestFile.file(RandomEvents.small(17).list(4), true);
        Path file = Logs.path(folder, 1, ".seg");

        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, flipped);
            String place = "bit " + bit;

            assertThat(SegmentReader.of(folder).verify().problems()).as(place).isNotEmpty();
            assertThatExceptionOfType(DataException.class)
                    .as(place)
                    .isThrownBy(() -> Logs.read(folder, null))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void shouldRefuseAClosedFileThatIsCutOffAnywhere() throws Exception {
        byte[] whole = TestFile.file(RandomEvents.small(8).list(8), true);
        Path file = Logs.path(folder, 1, ".seg");

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(DataException.class)
                    .as("cut at %d", length)
                    .isThrownBy(() -> Logs.read(folder, null));
        }
    }

    @Test
    void shouldReadAnOpenFileUpToWhereItIsTorn() throws Exception {
        List<BinlogEvent> events = RandomEvents.small(9).list(12);
        byte[] whole = TestFile.file(events, false);
        Path file = Logs.path(folder, 1, ".seg.open");
        int before = -1;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<BinlogEvent> read = Logs.read(folder, null);

            assertThat(Logs.comparable(read))
                    .as("cut at %d", length)
                    .isEqualTo(Logs.comparable(events.subList(0, read.size())));
            assertThat(read.size()).isGreaterThanOrEqualTo(before);
            assertThat(endsAtACompleteCommitTs(events, read.size()))
                    .as("cut at %d", length)
                    .isTrue();
            before = read.size();
        }
        assertThat(before).isEqualTo(Logs.behind(events, 0).size());
    }

    @Test
    void shouldReturnWhatStandsInFrontOfDamageFirst() throws Exception {
        List<BinlogEvent> events = RandomEvents.small(10).list(40);
        byte[] whole = TestFile.file(events, false);
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 50, (byte) 0);
        Path file = Logs.path(folder, 1, ".seg.open");
        Files.write(file, whole);

        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(null);
            List<BinlogEvent> read = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            read.addAll(reader.next());
                        }
                    })
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("byte ");
            assertThatThrownBy(reader::next).isInstanceOf(DataException.class);
            assertThat(Logs.comparable(read)).isEqualTo(Logs.comparable(events.subList(0, read.size())));
            assertThat(read).hasSizeGreaterThan(10);
        }
        assertThat(SegmentReader.of(folder).verify().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.offset()).isBetween(1L, whole.length / 2L));
    }

    @Test
    void shouldTakeZerosForTheEndOfAnOpenFile() throws Exception {
        List<BinlogEvent> events = RandomEvents.small(11).list(6);
        byte[] whole = TestFile.file(events, false);
        Files.write(Logs.path(folder, 1, ".seg.open"), Arrays.copyOf(whole, whole.length + 5000));

        assertThat(Logs.comparable(Logs.read(folder, null))).isEqualTo(Logs.comparable(Logs.behind(events, 0)));
        assertThat(SegmentReader.of(folder).verify().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.offset()).isEqualTo(whole.length));
    }

    @Test
    void shouldRefuseFilesOfOthers() throws Exception {
        Files.writeString(Logs.path(folder, 1, ".seg"), "This is no segment, but has its name", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Logs.read(folder, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("header");
    }

    @Test
    void shouldRefuseAnotherCapture() throws Exception {
        RandomEvents random = RandomEvents.small(12);
        Logs.write(folder, List.of(random.list(3), random.list(3)), 1);
        MessageBuffer buffer = new MessageBuffer();
        new SegmentCodec(buffer).header(new SegmentHeader("shop", "other", 2, 0));
        Files.write(Logs.path(folder, 2, ".seg.open"), buffer.toByteArray());

        assertThatThrownBy(() -> Logs.read(folder, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"other\"");
    }

    @Test
    void shouldNoticeAFileFromAnotherRun() throws Exception {
        RandomEvents random = RandomEvents.small(13);
        Logs.write(folder, List.of(random.list(3), random.list(3)), 1);
        Path other = Files.createDirectory(folder.resolve("other"));
        Logs.write(other, List.of(RandomEvents.small(14).list(9), random.list(3)), 1);
        Files.copy(Logs.path(other, 1, ".seg"), folder.resolve("copy"));
        Files.move(folder.resolve("copy"), Logs.path(folder, 1, ".seg"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> Logs.read(folder, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the file before ends with");
    }

    @Test
    void shouldNoticeARenamedFile() throws Exception {
        Logs.write(folder, List.of(RandomEvents.small(15).list(3)), 1);
        Files.move(Logs.path(folder, 1, ".seg.open"), Logs.path(folder, 2, ".seg.open"));

        assertThatThrownBy(() -> Logs.read(folder, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("number 1");
    }

    @Test
    void shouldNoticeAMissingFile() throws Exception {
        RandomEvents random = RandomEvents.small(16);
        Logs.write(folder, List.of(random.list(3), random.list(3), random.list(3)), 1);
        Files.delete(Logs.path(folder, 2, ".seg"));

        assertThatThrownBy(() -> Logs.read(folder, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("number 2 to 2");
        assertThat(SegmentReader.of(folder).verify().problems()).hasSize(1);
    }

    @Test
    void shouldRefuseAFolderWithoutFiles() {
        assertThatThrownBy(() -> Logs.read(folder, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(folder.toString());
        assertThatThrownBy(() -> Logs.read(folder.resolve("missing"), null)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldTellAPositionInFrontOfWhatIsLeft() throws Exception {
        RandomEvents random = RandomEvents.small(18);
        List<List<BinlogEvent>> files = List.of(random.list(9), random.list(9), random.list(9));
        Logs.write(folder, files, 1);
        long end =
                files.get(0).stream().mapToLong(e -> e.commitTs().value()).max().orElseThrow();
        Files.delete(Logs.path(folder, 1, ".seg"));

        assertThatExceptionOfType(PositionExpiredException.class)
                .isThrownBy(() -> Logs.read(folder, CommitTs.of(end - 1)))
                .withMessageContaining("binlog-000000002");
        assertThat(Logs.comparable(Logs.read(folder, CommitTs.of(end))))
                .isEqualTo(Logs.comparable(Logs.behind(flat(files.subList(1, 3)), 0)));
        assertThat(Logs.read(folder, null)).isNotEmpty();
    }

    @Test
    void shouldTakeAPositionInFrontOfTheVeryFirstFile() throws Exception {
        List<List<BinlogEvent>> files = List.of(RandomEvents.small(19).list(9));
        Logs.write(folder, files, 1);

        assertThat(Logs.read(folder, CommitTs.of(1)))
                .hasSize(Logs.behind(files.get(0), 0).size());
    }

    @Test
    void shouldDistrustAFirstFileThatDoesNotKnowWhereItBegins() throws Exception {
        List<List<BinlogEvent>> files = List.of(RandomEvents.small(19).list(9));
        Logs.write(folder, files, 4);
        CommitTs first = files.get(0).get(0).commitTs();

        assertThatExceptionOfType(PositionExpiredException.class)
                .isThrownBy(() -> Logs.read(folder, CommitTs.of(first.value() - 1)));
        assertThat(Logs.read(folder, first)).isNotEmpty();
    }

    @Test
    void shouldReadOnWhileFilesAreClosedAndPacked() throws Exception {
        RandomEvents random = RandomEvents.small(20);
        List<List<BinlogEvent>> files = List.of(random.list(600), random.list(600), random.list(3));
        Logs.write(folder, files, 1);
        List<BinlogEvent> read = new ArrayList<>();

        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(null);
            read.addAll(reader.next());
            assertThat(read.size())
                    .isLessThan(files.get(0).size() + files.get(1).size());
            pack(2, ".seg.gz");
            Files.move(Logs.path(folder, 1, ".seg"), folder.resolve("taken away"));
            for (List<BinlogEvent> list = reader.next(); !list.isEmpty(); list = reader.next()) {
                read.addAll(list);
            }
        }
        assertThat(Logs.comparable(read)).isEqualTo(Logs.comparable(Logs.behind(flat(files), 0)));
    }

    @Test
    void shouldPreferAFileThatIsNotPacked() throws Exception {
        RandomEvents random = RandomEvents.small(21);
        List<List<BinlogEvent>> files = List.of(random.list(6), random.list(6));
        Logs.write(folder, files, 1);
        Files.writeString(Logs.path(folder, 1, ".seg.gz"), "not complete yet");

        assertThat(Logs.read(folder, null)).hasSize(Logs.behind(flat(files), 0).size());
    }

    @Test
    void shouldEndNoListWithinACommitTs() throws Exception {
        RandomEvents random = RandomEvents.small(22);
        List<BinlogEvent> events = random.list(3000);
        Logs.write(folder, List.of(events), 1);
        int lists = 0;
        int at = 0;
        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(null);
            for (List<BinlogEvent> list = reader.next(); !list.isEmpty(); list = reader.next()) {
                lists++;
                at += list.size();
                assertThat(endsAtACompleteCommitTs(events, at)).isTrue();
            }
        }
        assertThat(lists).isGreaterThan(2);
    }

    @Test
    void shouldEndWithAnEmptyListForGood() throws Exception {
        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer);
        codec.header(TestFile.header(1));
        codec.heartbeat(new Heartbeat(CommitTs.of(9)));
        Files.write(Logs.path(folder, 1, ".seg.open"), buffer.toByteArray());
        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(null);
            assertThat(reader.next()).containsExactly(new Heartbeat(CommitTs.of(9)));
            assertThat(reader.next()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void shouldNoticeAnInterrupt() throws Exception {
        Logs.write(folder, List.of(RandomEvents.small(23).list(9)), 1);
        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(null);
            Thread.currentThread().interrupt();
            assertThatThrownBy(reader::next).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({".seg.gz,5", ".seg.zst,5", ".seg.gz,60", ".seg.zst,60"})
    void shouldRefuseAPackedFileThatIsCutOff(String suffix, int missing) throws Exception {
        RandomEvents random = RandomEvents.small(24);
        Logs.write(folder, List.of(random.list(30), random.list(2)), 1);
        Path packed = pack(1, suffix);
        byte[] bytes = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(bytes, bytes.length - missing));

        assertThat(SegmentReader.of(folder).verify().problems()).isNotEmpty();
    }

    private Path pack(int number, String suffix) throws IOException {
        Path plain = Logs.path(folder, number, ".seg");
        Path packed = Logs.path(folder, number, suffix);
        if (!plain.equals(packed)) {
            try (OutputStream file = Files.newOutputStream(packed);
                    OutputStream out =
                            suffix.endsWith("gz") ? new GZIPOutputStream(file) : new ZstdOutputStream(file)) {
                Files.copy(plain, out);
            }
            Files.delete(plain);
        }
        return packed;
    }

    private static boolean endsAtACompleteCommitTs(List<BinlogEvent> events, int size) {
        return size == 0
                || size == events.size()
                || events.get(size - 1).commitTs().compareTo(events.get(size).commitTs()) < 0;
    }

    private static List<BinlogEvent> flat(List<List<BinlogEvent>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }
}
