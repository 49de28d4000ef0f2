package io.github.binlogcapturer.server.http;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.capture.CaptureControl;
import io.github.binlogcapturer.server.capture.RefusedException;
import io.github.binlogcapturer.server.capture.Sample;
import io.github.binlogcapturer.server.capture.ServiceStatus;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.capture.TargetStatus;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two targets that run, or as a test has it, and a list of what was wanted. */
final class ControlDouble implements CaptureControl {

    static final CommitTs POSITION = CommitTs.of(57000267173068801L);
    private static final Instant NOW = POSITION.instant().plusMillis(2500);

    final List<String> wishes = new ArrayList<>();
    volatile TargetState lakeState = TargetState.RUNNING;
    volatile boolean begun = true;

    @Override
    public ServiceStatus status() {
        return new ServiceStatus(
                "shop",
                "1.0",
                NOW.minusSeconds(60),
                NOW,
                100,
                1000,
                begun ? List.of(dw(), target("lake", lakeState)) : List.of());
    }

    private static TargetStatus dw() {
        return target("dw", TargetState.RUNNING);
    }

    private static TargetStatus target(String name, TargetState state) {
        RegionStatus region = new RegionStatus(
                new Region(17, TableName.parse("cdc.bl"), 3, 1), POSITION, Duration.ofMillis(40), true, null);
        boolean failed = state == TargetState.FAILED;
        return new TargetStatus(
                name,
                "file",
                "folder /data/" + name,
                state,
                "Waits for <region> 17.",
                POSITION,
                null,
                Duration.ofMillis(2500),
                null,
                Duration.ofHours(5),
                10.5,
                21,
                100,
                200,
                4,
                6,
                7,
                8,
                500,
                1000,
                List.of(region),
                1,
                failed ? "The disk is \"full\"" : null,
                failed ? NOW : null,
                failed ? POSITION : null,
                null);
    }

    @Override
    public List<Sample> history(String target) {
        return List.of(new Sample(NOW, Double.NaN, 3), new Sample(NOW.plusSeconds(5), 2.5, 4));
    }

    @Override
    public void pause(String target, String who) throws RefusedException {
        if (lakeState == TargetState.PAUSED) {
            throw new RefusedException("Target \"lake\" is paused already; resume it to go on");
        }
        wishes.add("pause " + target + " by " + who);
    }

    @Override
    public void resume(String target, String who) {
        wishes.add("resume " + target + " by " + who);
    }

    @Override
    public void skipTransaction(String target, CommitTs commitTs, String who) {
        wishes.add("skip " + commitTs.value() + " of " + target + " by " + who);
    }
}
