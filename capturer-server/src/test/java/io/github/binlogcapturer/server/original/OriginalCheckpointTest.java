package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OriginalCheckpointTest {

    @TempDir
    Path folder;

    private Path file;
    private OriginalCheckpoint checkpoint;

    @BeforeEach
    void name() {
        file = folder.resolve("binlog_checkpoint.txt");
        checkpoint = new OriginalCheckpoint(file);
    }

    private static StartPosition after(long ts) {
        return StartPosition.after(CommitTs.of(ts));
    }

    @Test
    void shouldTakeTheLargestNumber() throws IOException {
        Files.writeString(file, "7\n\n 12 \n3");
        assertThat(checkpoint.start()).isEqualTo(after(12));
    }

    @Test
    void shouldBeginWithTheOldestAtZeroAndInAnEmptyFile() throws IOException {
        Files.writeString(file, "0\n");
        assertThat(checkpoint.start()).isEqualTo(StartPosition.earliest());
        Files.writeString(file, "");
        assertThat(checkpoint.start()).isEqualTo(StartPosition.earliest());
    }

    @Test
    void shouldNameTheLineThatIsNoNumber() throws IOException {
        Files.writeString(file, "7\n-1\nx\n");
        assertThatThrownBy(checkpoint::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("binlog_checkpoint.txt:2: ")
                .hasMessageContaining("binlog_checkpoint.txt:3: ");
    }

    @Test
    void shouldSayWhatToDoWithoutAFile() {
        assertThatThrownBy(checkpoint::start).hasMessageContaining("write 0 into it");
    }

    @Test
    void shouldTellAnOperatorsValueFromItsOwn() throws IOException {
        Files.writeString(file, "5\n");
        assertThat(checkpoint.edited()).contains(after(5));
        checkpoint.accept();
        assertThat(checkpoint.edited()).isEmpty();
        checkpoint.write(CommitTs.of(9));
        assertThat(Files.readString(file)).isEqualTo("9\n");
        assertThat(new OriginalCheckpoint(file).edited()).isEmpty();
        Files.writeString(file, "0\n");
        assertThat(checkpoint.edited()).contains(StartPosition.earliest());
    }

    @Test
    void shouldTakeNoCrashInBetweenForAnOperator() throws IOException {
        Files.writeString(file, "5\n");
        checkpoint.write(CommitTs.of(9));
        // what a crash leaves right before and right after the rename
        Path written = folder.resolve("binlog_checkpoint.txt.written");
        Files.writeString(written, "9\n12\n");
        assertThat(checkpoint.edited()).isEmpty();
        Files.writeString(file, "12\n");
        assertThat(checkpoint.edited()).isEmpty();
    }

    @Test
    void shouldLeaveNoOtherFiles() throws IOException {
        checkpoint.write(CommitTs.of(9));
        try (var names = Files.list(folder)) {
            assertThat(names.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("binlog_checkpoint.txt", "binlog_checkpoint.txt.written");
        }
    }
}
