package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.util.Optional;

/** One file for the position of all targets, as the original has it: scripts read it, operators edit it. */
interface SharedPosition {

    /** Returns where somebody else wants all targets to begin, or empty where the file is as it was written here. */
    Optional<StartPosition> edited() throws IOException;

    /** Takes note that what {@link #edited} returned is being carried out. */
    void accept() throws IOException;

    /** Writes the smallest position of all targets. */
    void write(CommitTs position) throws IOException;

    /** Returns none at all, as YAML files have it by default. */
    static SharedPosition none() {
        return new SharedPosition() {
            @Override
            public Optional<StartPosition> edited() {
                return Optional.empty();
            }

            @Override
            public void accept() {
                // there is no file
            }

            @Override
            public void write(CommitTs position) {
                // there is no file
            }
        };
    }
}
