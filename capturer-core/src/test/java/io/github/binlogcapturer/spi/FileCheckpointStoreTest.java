package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileCheckpointStoreTest extends CheckpointStoreContract {

    private static final Checkpoint CHECKPOINT = Checkpoint.of(
            "orders",
            Map.of("default", CommitTs.of(57000267173068801L), "b ü=", CommitTs.of(7)),
            Map.of(12L, 57000267171495937L, 4L, 0L),
            Instant.ofEpochMilli(1795246763325L));

    @TempDir
    Path folder;

    @Override
    CheckpointStore store() {
        return CheckpointStore.file(file());
    }

    @Test
    void shouldWriteTextThatAPersonCanRead() throws IOException {
        store().save(CHECKPOINT);
        assertThat(Files.readAllLines(file()))
                .startsWith(
                        "binlogcapturer-checkpoint v1",
                        "capture=orders",
                        "savedAt=1795246763325",
                        "position.b \\u00fc\\u003d=7",
                        "position.default=57000267173068801",
                        "region.4=0",
                        "region.12=57000267171495937")
                .last()
                .asString()
                .matches("crc32c=[0-9a-f]{8}");
    }

    @Test
    void shouldLeaveNothingBesideTheFile() throws IOException {
        store().save(CHECKPOINT);
        store().save(CHECKPOINT);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file()));
    }

    @Test
    void shouldRefuseEveryTruncation() throws IOException {
        byte[] whole = saved();
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void shouldRefuseEveryChangedByte() throws IOException {
        byte[] whole = saved();
        for (int at = 0; at < whole.length; at++) {
            for (int flip = 1; flip < 256; flip++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) flip;
                assertThatExceptionOfType(IllegalArgumentException.class)
                        .as("byte %s xor %s", at, flip)
                        .isThrownBy(() -> CheckpointFormat.parse(damaged));
            }
        }
    }

    @Test
    void shouldRefuseBytesBehindTheEnd() throws IOException {
        byte[] whole = saved();
        for (int extra : new int[] {0, ' ', '\n', 'x'}) {
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            longer[whole.length] = (byte) extra;
            assertRefused(longer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "57000267173068801\n", "{\"position\":5}", "binlogcapturer", "\0\0\0\0"})
    void shouldRefuseForeignFilesAndLeaveThem(String content) throws IOException {
        assertRefused(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldSayWhatIsWrongAndWhatToDo() throws IOException {
        Files.writeString(file(), "0");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> store().load())
                .withMessageContaining(file().toString())
                .withMessageContaining("it is no checkpoint of this library")
                .withMessageContaining("restore it");
    }

    @Test
    void shouldRefuseAHugeFileWithoutReadingIt() throws IOException {
        try (RandomAccessFile huge = new RandomAccessFile(file().toFile(), "rw")) {
            huge.setLength(1L << 34);
        }
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> store().load())
                .withMessageContaining("larger than any checkpoint");
        assertThat(file()).hasSize(1L << 34);
    }

    @Test
    void shouldNameANewerFormat() throws IOException {
        Files.writeString(file(), withChecksum("binlogcapturer-checkpoint v2\nshape=new\n"));
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> store().load())
                .withMessageContaining("format version is \"2\"")
                .withMessageContaining("newer release");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "capture=a\n",
                "capture=a\nsavedAt=x\n",
                "savedAt=1\ncapture=a\n",
                "capture=a\nsavedAt=1\nposition.a\n",
                "capture=a\nsavedAt=1\nposition.a=0\n",
                "capture=a\nsavedAt=1\nposition.a=1\nposition.a=2\n",
                "capture=a\nsavedAt=1\nregion.4\n",
                "capture=a\nsavedAt=1\nregion.4=\n",
                "capture=a\nsavedAt=1\nregion.x=0\n",
                "capture=a\nsavedAt=1\nregion.4=-1\n",
                "capture=a\nsavedAt=1\nregion.4=0\nregion.4=0\n",
                "capture=a\nsavedAt=1\nregion.4=0\nposition.a=1\n",
                "capture=\\x\nsavedAt=1\n",
                "capture=\\u00g0\nsavedAt=1\n",
                "capture=a\nsavedAt=1\nother=1\n"
            })
    void shouldRefuseOtherContentEvenWithARightChecksum(String body) throws IOException {
        assertRefused(withChecksum("binlogcapturer-checkpoint v1\n" + body).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldReadAFileThatKnowsNoRegions() throws IOException {
        Files.writeString(
                file(), withChecksum("binlogcapturer-checkpoint v1\ncapture=a\nsavedAt=1\nposition.default=5\n"));
        assertThat(store().load())
                .contains(Checkpoint.of("a", Map.of("default", CommitTs.of(5)), Instant.ofEpochMilli(1)));
    }

    @Test
    void shouldIgnoreAndOverwriteWhatACrashLeft() throws IOException {
        Path leftover = folder.resolve("checkpoint.tmp");
        Files.writeString(leftover, "binlogcapturer-checkpoint v1\ncapture=or" + "x".repeat(1000));
        assertThat(store().load()).isEmpty();
        assertThat(leftover).exists();
        store().save(CHECKPOINT);
        assertThat(leftover).doesNotExist();
        assertThat(store().load()).contains(CHECKPOINT);
    }

    @Test
    void shouldSayThatTheFolderIsMissing() {
        CheckpointStore store = CheckpointStore.file(folder.resolve("absent").resolve("checkpoint"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(store::load)
                .withMessageContaining("absent")
                .withMessageContaining("does not exist");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.save(CHECKPOINT))
                .withMessageContaining("does not exist");
    }

    @Test
    void shouldKeepTheOldCheckpointWhereASaveFails() throws IOException {
        store().save(CHECKPOINT);
        Files.createDirectory(folder.resolve("checkpoint.tmp"));
        Checkpoint next = Checkpoint.of("orders", Map.of(), Instant.EPOCH);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store().save(next));
        assertThat(store().load()).isEqualTo(Optional.of(CHECKPOINT));
    }

    private Path file() {
        return folder.resolve("checkpoint");
    }

    private byte[] saved() throws IOException {
        store().save(CHECKPOINT);
        return Files.readAllBytes(file());
    }

    private void assertRefused(byte[] content) throws IOException {
        Files.write(file(), content);
        assertThatExceptionOfType(CheckpointException.class)
                .as("%s bytes", content.length)
                .isThrownBy(() -> store().load());
        assertThat(file()).hasBinaryContent(content);
    }

    private static String withChecksum(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + String.format("crc32c=%08x%n", checksum.getValue()).replace("\r", "");
    }
}
