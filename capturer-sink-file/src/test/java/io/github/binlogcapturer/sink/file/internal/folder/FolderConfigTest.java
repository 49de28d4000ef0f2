package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.DamagePolicy;
import io.github.binlogcapturer.sink.file.FileNaming;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.sink.file.internal.text.TextKind;
import io.github.binlogcapturer.spi.CaptureClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a folder's threads are called. */
class FolderConfigTest {

    @Test
    void shouldNameThreadsByTheFolder() {
        assertThat(config(Path.of("binlogs", "shop")).threadName("files")).isEqualTo("binlogcapturer-files-shop");
    }

    @Test
    void shouldNameThreadsByTheRootWhereThatIsTheFolder() {
        Path root = Path.of("").toAbsolutePath().getRoot();

        assertThat(config(root).threadName("writes")).isEqualTo("binlogcapturer-writes-" + root);
    }

    private static FolderConfig config(Path directory) {
        return new FolderConfig(
                FileNaming.numbered(directory, "binlog"),
                TextKind.JSON_LINES,
                List.of("jsonl"),
                Rotation.defaults(),
                Compression.none(),
                Retention.keepAll(),
                FsyncPolicy.everyBatch(),
                DamagePolicy.REFUSE,
                CaptureClock.system(),
                FileOperations.system());
    }
}
