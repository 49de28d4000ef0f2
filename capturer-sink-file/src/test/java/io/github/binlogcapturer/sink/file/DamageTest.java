package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that are not what was written, by more than that their end is torn. */
class DamageTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldChangeNothingWhicheverBitOfASegmentFlips(boolean open) throws IOException {
        write(FileFormat.SEGMENTS, 1 << 20, lists(6));
        Path file = Folder.open(directory, 1, FileFormat.SEGMENTS);
        if (!open) {
            write(FileFormat.SEGMENTS, 1, List.of(list(transaction(7))));
            Files.delete(Folder.open(directory, 2, FileFormat.SEGMENTS));
            file = Folder.file(directory, 1, FileFormat.SEGMENTS);
        }
        byte[] whole = Files.readAllBytes(file);

        for (int bit = 0; bit < 8 * whole.length; bit += 5) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, flipped);
            assertThatThrownBy(() -> open(FileFormat.SEGMENTS, DamagePolicy.REFUSE))
                    .as("bit %d", bit)
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll(file.toString(), "Nothing was changed");
            assertThat(file).hasBinaryContent(flipped);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeNothingWhereZerosHaveSomethingBehindThem(FileFormat format) throws IOException {
        write(format, 1 << 20, lists(6));
        Path file = Folder.open(directory, 1, format);
        byte[] whole = Files.readAllBytes(file);
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 20, (byte) 0);
        Files.write(file, whole);

        assertThatThrownBy(() -> open(format, DamagePolicy.REFUSE))
                .isInstanceOf(SinkException.class)
                .hasMessageMatching(".* is damaged at byte \\d+: .* whole up to byte \\d+, .* commit ts [1-6] .*"
                        + "from a copy.*SET_ASIDE.*Nothing was changed.*");
        assertThat(file).hasBinaryContent(whole);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutOffZerosUpToTheEnd(FileFormat format) throws IOException {
        write(format, 1 << 20, lists(6));
        Path file = Folder.open(directory, 1, format);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 5000));

        assertThat(open(format, DamagePolicy.REFUSE)).isEqualTo(CommitTs.of(6));
        assertThat(file).hasBinaryContent(whole);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnInFrontOfTheDamageAndKeepACopyWhereThatIsWanted(FileFormat format) throws IOException {
        write(format, 1 << 20, lists(6));
        Path file = Folder.open(directory, 1, format);
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, whole.length / 2, whole.length / 2 + 20, (byte) 0);
        for (String copy : new String[] {".damaged", ".damaged-2"}) {
            Files.write(file, damaged);
            CommitTs position = open(format, DamagePolicy.SET_ASIDE);

            assertThat(directory.resolve(file.getFileName() + copy)).hasBinaryContent(damaged);
            assertThat(position).isBetween(CommitTs.of(1), CommitTs.of(5));
            int written = position == null ? 0 : (int) position.value();
            write(format, 1 << 20, lists(6).subList(written, 6));
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void shouldNotCutACompleteSegment() throws IOException {
        write(FileFormat.SEGMENTS, 1, lists(2));
        Files.delete(Folder.open(directory, 2, FileFormat.SEGMENTS));
        Path file = Folder.file(directory, 1, FileFormat.SEGMENTS);
        byte[] torn = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1);
        Files.write(file, torn);

        assertThatThrownBy(() -> open(FileFormat.SEGMENTS, DamagePolicy.REFUSE))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(file.toString(), "complete by its name", "Nothing was changed");
        assertThat(file).hasBinaryContent(torn);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotCutACompleteFileInFrontOfOneWithoutPosition(FileFormat format) throws IOException {
        Path file = tornInFrontOfOneWithoutPosition(format);
        Map<String, String> before = Folder.content(directory);

        assertThatThrownBy(() -> open(format, DamagePolicy.REFUSE))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(file.toString(), "Nothing was changed");
        assertThat(Folder.content(directory)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetAsideWhatLiesBehindADamagedFileToo(FileFormat format) throws IOException {
        Path file = tornInFrontOfOneWithoutPosition(format);

        assertThat(open(format, DamagePolicy.SET_ASIDE)).isEqualTo(CommitTs.of(1));
        assertThat(Folder.names(directory))
                .containsExactly(
                        file.getFileName() + ".damaged",
                        file.getFileName() + ".open",
                        Folder.open(directory, 2, format).getFileName() + ".damaged");
    }

    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void shouldNotBeginAgainWhereNoPositionIsLeft(DamagePolicy policy) throws IOException {
        write(FileFormat.SEGMENTS, 1 << 20, lists(6));
        Path file = Folder.open(directory, 1, FileFormat.SEGMENTS);
        byte[] damaged = Files.readAllBytes(file);
        damaged[120] ^= 1;
        Files.write(file, damaged);

        assertThatThrownBy(() -> open(FileFormat.SEGMENTS, policy))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(file.toString(), "damaged at byte", "Nothing was changed");
        assertThat(file).hasBinaryContent(damaged);
    }

    /** Returns a complete file that is torn behind its first transaction; the next one has a schema change only. */
    private Path tornInFrontOfOneWithoutPosition(FileFormat format) throws IOException {
        write(format, 1 << 20, List.of(list(transaction(1)), list(transaction(2, insert(ORDERS, 1, 1, "x")))));
        Path open = Folder.open(directory, 1, format);
        write(format, 1, List.of(list(transaction(3))));
        Path file = Folder.file(directory, 1, format);
        assertThat(open).doesNotExist();
        Files.delete(Folder.open(directory, 2, format));
        write(format, 1, List.of(list(widened(3))));
        byte[] whole = Files.readAllBytes(file);
        boolean segments = format == FileFormat.SEGMENTS;
        // behind the last transaction of segments comes the footer, of about a hundred bytes
        Files.write(file, Arrays.copyOf(whole, whole.length - (segments ? 90 : 5)));
        return file;
    }

    private static List<List<BinlogEvent>> lists(long count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(ts ->
                        list(transaction(ts, insert(ORDERS, ts, 1, "some text"), insert(ORDERS, ts + 100, 1, "more"))))
                .toList();
    }

    private void write(FileFormat format, long rotateAt, List<List<BinlogEvent>> lists) throws IOException {
        try (FileSink sink = FileSink.builder(directory)
                .format(format)
                .rotateAt(rotateAt)
                .fsync(FsyncPolicy.never())
                .clock(new ManualClock())
                .build()) {
            sink.open(CONTEXT);
            lists.forEach(sink::write);
        }
    }

    private @Nullable CommitTs open(FileFormat format, DamagePolicy policy) throws IOException {
        try (FileSink sink = FileSink.builder(directory)
                .format(format)
                .fsync(FsyncPolicy.never())
                .damaged(policy)
                .build()) {
            return sink.open(CONTEXT);
        }
    }
}
