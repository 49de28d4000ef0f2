package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StateFolderTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepWhatWasDecided() throws Exception {
        StateFolder state = StateFolder.open(folder);
        state.setPaused("dw", true);
        state.setPaused("lake", true);
        state.setPaused("lake", false);
        state.addSkip("dw", CommitTs.of(7));
        state.addSkip("dw", CommitTs.of(9));
        state.addRepositions(List.of("dw", "lake"), StartPosition.earliest());
        state.repositioned("lake");

        StateFolder again = StateFolder.open(folder);
        assertThat(again.isPaused("dw")).isTrue();
        assertThat(again.isPaused("lake")).isFalse();
        assertThat(again.skips("dw")).containsExactlyInAnyOrder(CommitTs.of(7), CommitTs.of(9));
        assertThat(again.reposition("dw")).contains(StartPosition.earliest());
        assertThat(again.reposition("lake")).isEmpty();
    }

    @Test
    void shouldForgetSkipsThatLieBehind() throws Exception {
        StateFolder state = StateFolder.open(folder);
        state.addSkip("dw", CommitTs.of(7));
        state.addSkip("dw", CommitTs.of(9));
        state.forgetSkipsBelow("dw", CommitTs.of(9));
        assertThat(state.skips("dw")).containsExactly(CommitTs.of(9));

        state.forgetSkipsBelow("dw", CommitTs.of(10));
        assertThat(StateFolder.open(folder).skips("dw")).isEmpty();
    }

    @Test
    void shouldNameALineThatIsNotItsOwn() throws Exception {
        Files.writeString(folder.resolve("skipped"), "dw\t7\ndw 8\n");
        assertThatThrownBy(() -> StateFolder.open(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Line 2 of " + folder.resolve("skipped"))
                .hasMessageContaining("Mend or remove it");
    }
}
