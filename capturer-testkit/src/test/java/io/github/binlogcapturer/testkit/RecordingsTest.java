package io.github.binlogcapturer.testkit;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordingsTest {

    static final List<String> RECORDINGS = Recordings.names();

    @TempDir
    private Path folder;

    private static Path bundledFolder(String recording) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RecordingsTest.class.getResource("recordings/" + recording))
                .toURI());
    }

    @ParameterizedTest
    @FieldSource("RECORDINGS")
    void shouldListExactlyTheFilesThatAreThere(String recording) throws URISyntaxException {
        List<String> present = RecordingFiles.inFolder(bundledFolder(recording)).names().stream()
                .filter(name -> !name.equals("files.txt"))
                .toList();

        assertThat(RecordingFiles.bundled(recording).names()).containsExactlyInAnyOrderElementsOf(present);
    }

    @ParameterizedTest
    @FieldSource("RECORDINGS")
    void shouldHoldNoHeartbeatSinceItWouldHoldAccounts(String recording) {
        assertThat(RecordingFiles.bundled(recording).names()).noneMatch(name -> name.contains("heartbeat"));
    }

    @Test
    void shouldGiveTheFinalRowsOfATable() {
        RecordedTable b1 = Recordings.finalTable(Recordings.CONCURRENT, "b1");

        assertThat(Recordings.finalTables(Recordings.CONCURRENT)).containsExactly("b1", "b2", "b3");
        assertThat(b1.columns()).containsExactly("id", "shard", "n", "v");
        assertThat(b1.rows().get(0)).containsExactly("0", "0", "2040", "w7_961");
        assertThat(b1.rows()).allMatch(row -> row.size() == 4);
    }

    @Test
    void shouldUnpackCompressedFinals() {
        RecordedTable big = Recordings.finalTable(Recordings.EVERY_TYPE, "big");

        assertThat(big.columns()).containsExactly("id", "data");
        assertThat(big.rows().get(0).get(0)).isEqualTo("1");
        assertThat(big.rows()).anyMatch(row -> Objects.toString(row.get(1)).length() > 100_000);
    }

    @Test
    void shouldGiveEveryRowOfEveryTypeAValuePerColumn() {
        RecordedTable types = Recordings.finalTable(Recordings.EVERY_TYPE, "alltypes");

        assertThat(types.columns()).hasSize(31).startsWith("id", "c_bool");
        assertThat(types.rows()).isNotEmpty().allMatch(row -> row.size() == 31);
        assertThat(types.rows().get(0)).containsNull();
    }

    @Test
    void shouldResolveEscapesAndNulls() {
        new RecordingWriter(folder)
                .writeBytes(
                        "final.t.tsv", "a\tb\nx\\ty\\nz\\\\\\0\tNULL\n\t\\N\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Recordings.finalTable(folder, "t").rows())
                .containsExactly(Arrays.asList("x\ty\nz\\\0", null), List.of("", "N"));
    }

    @Test
    void shouldKeepBinaryValuesByteForByte() {
        byte[] line = {'a', '\n', (byte) 0xff, '\r', (byte) 0xc3, (byte) 0xa9, '\n'};
        new RecordingWriter(folder).writeBytes("final.t.tsv", line);

        String value = Objects.requireNonNull(
                Recordings.finalTable(folder, "t").rows().get(0).get(0));
        assertThat(RecordedTable.bytes(value)).containsExactly(0xff, '\r', 0xc3, 0xa9);
        assertThat(RecordedTable.utf8(value.substring(2))).isEqualTo("é");
    }

    @Test
    void shouldTakeEmptyOutputForATableWithoutRows() {
        new RecordingWriter(folder).writeBytes("final.t.tsv", new byte[0]);

        assertThat(Recordings.finalTable(folder, "t")).isEqualTo(new RecordedTable(List.of(), List.of()));
    }

    @Test
    void shouldNameWhatThereIsWhenARecordingOrTableIsUnknown() {
        assertThatThrownBy(() -> Recordings.finalTable("nothing", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("concurrent");
        assertThatThrownBy(() -> Recordings.finalTable(Recordings.LINKS, "nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("final.nothing.tsv");
    }

    @Test
    void shouldGiveTheBytesOfEveryType() {
        assertThat(Recordings.rowBytes()).contains("c_u64", "0802");
    }
}
