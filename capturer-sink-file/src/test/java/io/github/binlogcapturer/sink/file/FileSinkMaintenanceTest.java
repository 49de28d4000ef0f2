package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileSinkMaintenanceTest {

    @TempDir
    private Path directory;

    @Test
    void shouldFindAnEmptyFolderFine() {
        assertThat(check()).hasSizeGreaterThan(3).allMatch(SinkFinding::ok);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNameAFolderThatIsMissing() {
        directory = directory.resolve("nowhere");

        SinkFinding finding = check().get(0);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.what()).contains(directory.toString(), "does not exist");
        assertThat(finding.remedy()).contains("mkdir -p");
    }

    @Test
    void shouldFindAFolderTaken() throws IOException {
        try (FileSink open = sink(FileFormat.JSON_LINES)) {
            open.open(CONTEXT);

            assertThat(check())
                    .anyMatch(finding -> !finding.ok() && finding.what().contains("is open at present"));
        }
        assertThat(check()).allMatch(SinkFinding::ok);
    }

    @Test
    void shouldSayHowFarTheFilesGo() throws IOException {
        write(FileFormat.JSON_LINES);

        assertThat(check())
                .allMatch(SinkFinding::ok)
                .anyMatch(finding -> finding.what().contains("commit ts 9"));
    }

    @Test
    void shouldNameFilesOfAnotherCapture() throws IOException {
        write(FileFormat.JSON_LINES);

        List<SinkFinding> findings = sink(FileFormat.JSON_LINES).check(new SinkContext("mall", "archive"), List.of());

        assertThat(findings)
                .filteredOn(finding -> !finding.ok())
                .singleElement()
                .extracting(SinkFinding::remedy)
                .asString()
                .contains("belongs to capture \"shop\"", "Choose another folder");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellThePositionAndChangeNothing(FileFormat format) throws IOException {
        write(format);
        Path file = Folder.open(directory, 1, format);
        Files.write(file, new byte[] {'x', 'y'}, StandardOpenOption.APPEND);
        Map<String, String> before = Folder.content(directory);

        assertThat(sink(format).heldPosition(CONTEXT)).contains(CommitTs.of(9));
        assertThat(Folder.content(directory)).isEqualTo(before);
    }

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(sink(FileFormat.CSV).heldPosition(CONTEXT)).isEmpty();
        sink(FileFormat.CSV).forgetPosition(CONTEXT);
        directory = directory.resolve("nowhere");
        assertThat(sink(FileFormat.CSV).heldPosition(CONTEXT)).isEmpty();
    }

    @Test
    void shouldNotForgetWhatStandsInTheData() throws IOException {
        write(FileFormat.SEGMENTS);
        FileSink sink = sink(FileFormat.SEGMENTS);

        assertThatThrownBy(() -> sink.forgetPosition(CONTEXT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(directory.toString(), "Move all of them");
        assertThat(sink.heldPosition(CONTEXT)).contains(CommitTs.of(9));
    }

    @Test
    void shouldNotTellThePositionOfFilesOfAnother() throws IOException {
        write(FileFormat.CSV);

        assertThatThrownBy(() -> sink(FileFormat.CSV).heldPosition(new SinkContext("shop", "other")))
                .isInstanceOf(SinkException.class);
    }

    private List<SinkFinding> check() {
        return sink(FileFormat.JSON_LINES).check(CONTEXT, List.of(ORDERS));
    }

    private void write(FileFormat format) throws IOException {
        try (FileSink sink = sink(format)) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5, insert(ORDERS, 1, 1, "a")), heartbeat(9)));
            sink.flush(true);
        }
    }

    private FileSink sink(FileFormat format) {
        return FileSink.builder(directory).format(format).build();
    }
}
