package io.github.binlogcapturer.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlansTest {

    @TempDir
    private Path folder;

    @Test
    void shouldTakeTheOriginalsFileBeforeTheOtherForm() throws IOException {
        Path yaml =
                Files.createFile(Files.createDirectory(folder.resolve("conf")).resolve("capturer.yaml"));
        assertThat(Plans.file(null, folder)).isEqualTo(yaml);

        Path original = Files.createFile(folder.resolve("conf/config.cfg"));
        assertThat(Plans.file(null, folder)).isEqualTo(original);
        assertThat(Plans.file(yaml, folder)).isEqualTo(yaml);
    }

    @Test
    void shouldTellWhereItLooked() {
        assertThatThrownBy(() -> Plans.file(null, folder))
                .isInstanceOf(CommandException.class)
                .hasMessageContainingAll("config.cfg", "capturer.yaml", folder.toString(), "--config FILE");
    }
}
