package io.github.binlogcapturer.sink.kafka.internal.claim;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClaimFolderTest {

    private static final byte[] VALUE = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    @Test
    void shouldNameAFileAfterItsContent() throws IOException {
        ClaimFolder claims = new ClaimFolder(folder.resolve("made/by/need"));

        assertThat(claims.put(VALUE)).isEqualTo(SHA256);
        assertThat(claims.get(SHA256, SHA256)).isEqualTo(VALUE);
    }

    @Test
    void shouldLeaveNothingElseBehind() {
        ClaimFolder claims = new ClaimFolder(folder);
        claims.put(VALUE);
        claims.put(VALUE);

        assertThat(folder.toFile().list()).containsExactly(SHA256);
    }

    @Test
    void shouldWriteAgainWhatIsNotWhole() throws IOException {
        Files.writeString(folder.resolve(SHA256), "a");

        new ClaimFolder(folder).put(VALUE);

        assertThat(folder.resolve(SHA256)).hasBinaryContent(VALUE);
    }

    @Test
    void shouldFindADamagedFile() throws IOException {
        Files.writeString(folder.resolve(SHA256), "abd");

        assertThatThrownBy(() -> new ClaimFolder(folder).get(SHA256, SHA256))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(SHA256, "restore");
    }

    @Test
    void shouldReadNoFileOutside() {
        assertThatThrownBy(() -> new ClaimFolder(folder).get("../" + SHA256, SHA256))
                .isInstanceOf(DataException.class);
    }

    @Test
    void shouldTellOfAMissingFile() {
        assertThatThrownBy(() -> new ClaimFolder(folder).get(SHA256, SHA256)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldTellWhereItCannotWrite() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new ClaimFolder(file).put(VALUE))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining(file.toString());
    }
}
