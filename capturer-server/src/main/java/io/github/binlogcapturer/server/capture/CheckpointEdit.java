package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.server.original.OriginalCheckpoint;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what an operator wrote into the file of all targets: each of them is to begin there. */
final class CheckpointEdit {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointEdit.class);

    private CheckpointEdit() {}

    /** Returns the file of all targets that a plan names, or none. */
    static SharedPosition sharedPosition(ServerPlan plan) {
        return plan.originalCheckpoint()
                .<SharedPosition>map(file -> new OriginalPosition(new OriginalCheckpoint(file)))
                .orElseGet(SharedPosition::none);
    }

    /** The wish is written down for each target before it is taken for seen, so that none of them loses it in a crash. */
    static void takeOver(SharedPosition shared, ServerPlan plan, StateFolder state) {
        try {
            Optional<StartPosition> edited = shared.edited();
            if (edited.isPresent()) {
                LOG.info("All targets begin at {}, as the checkpoint file says", PositionText.of(edited.get()));
                state.addRepositions(
                        plan.targets().stream().map(TargetPlan::name).toList(), edited.get());
                shared.accept();
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The checkpoint file cannot be taken over: " + FailureText.of(e)
                            + ". Make it and its folder readable and writable for the account that runs this",
                    e);
        }
    }
}
