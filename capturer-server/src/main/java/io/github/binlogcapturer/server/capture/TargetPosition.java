package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a target stands, by what is kept outside the running program.
 *
 * @param target its name
 * @param checkpointFile where its position is kept
 * @param checkpoint what that file says, or empty where there is none yet
 * @param savedAt when that was saved
 * @param held what the target itself says it holds; empty where it keeps no position, has none, or was not asked
 * @param askedTarget whether the target was asked, which it is not while the program runs
 * @param wanted where the next start begins instead, if that was set to the earliest or latest position; counts without a checkpoint only
 */
public record TargetPosition(
        String target,
        Path checkpointFile,
        Optional<CommitTs> checkpoint,
        Optional<Instant> savedAt,
        Optional<CommitTs> held,
        boolean askedTarget,
        Optional<StartPosition> wanted) {}
