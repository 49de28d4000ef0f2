package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.sink.file.ReplayReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FilesAndBackTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReplayOnceWhatWasCapturedTwice() throws Exception {
        FilesAndBack.capture(folder);
        FilesAndBack.Counter once = new FilesAndBack.Counter();
        ReplayReport report = FilesAndBack.replay(folder, once);
        assertThat(once.changes()).isPositive();
        assertThat(report.changeCount()).isEqualTo(once.changes());

        FilesAndBack.capture(folder);
        FilesAndBack.Counter again = new FilesAndBack.Counter();
        FilesAndBack.replay(folder, again);
        assertThat(again.changes()).isEqualTo(once.changes());
    }
}
