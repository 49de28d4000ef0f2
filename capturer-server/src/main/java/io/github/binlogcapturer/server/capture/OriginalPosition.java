package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.original.OriginalCheckpoint;
import java.io.IOException;
import java.util.Optional;

/** The original's checkpoint file as the position of all targets. */
record OriginalPosition(OriginalCheckpoint file) implements SharedPosition {

    @Override
    public Optional<StartPosition> edited() throws IOException {
        return file.edited();
    }

    @Override
    public void accept() throws IOException {
        file.accept();
    }

    @Override
    public void write(CommitTs position) throws IOException {
        file.write(position);
    }
}
