package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.server.capture.TargetPosition;
import io.github.binlogcapturer.server.capture.TargetPositions;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.server.terminal.Texts;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks whether a target can take the changes, and whether its position can still be read from the stores. */
final class TargetCheck {

    private static final Duration LITTLE_HEADROOM = Duration.ofHours(1);

    private final ServerPlan plan;
    private final CheckList list;

    TargetCheck(ServerPlan plan, CheckList list) {
        this.plan = plan;
        this.list = list;
    }

    /** Looks at the target itself. */
    void target(TargetPlan target, List<ClusterTable> tables) throws InterruptedException {
        SinkContext context = new SinkContext(plan.name(), target.name());
        List<TableSchema> schemas = tables.stream()
                .filter(table -> target.tables().matches(table.name()))
                .map(ClusterTable::schema)
                .toList();
        if (schemas.isEmpty()) {
            list.bad(
                    "target " + target.name() + " gets no table: none that is linked fits its rules",
                    "mend capture.tables of this target, or link tables by 'capturer link'");
        }
        list.look("capture of " + target.name(), "mend what the message names", target::capture);
        list.look("target " + target.name() + " (" + target.description() + ")", "mend what the message names", () -> {
            list.add(target.sink(CaptureMetrics.none()).maintenance().check(context, schemas));
            return true;
        });
    }

    /** Looks at where the target stands, against what the stores keep. */
    void position(TargetPlan target, Optional<CommitTs> oldest) throws InterruptedException {
        Optional<Optional<CommitTs>> position = list.look(
                "position of " + target.name(),
                "mend what the message names, or set it by 'capturer position set'",
                () -> {
                    try {
                        return position(target);
                    } catch (IOException e) {
                        throw new CheckpointException(
                                "Checkpoint file " + target.checkpointFile() + " cannot be read: " + e, e);
                    }
                });
        if (position.isEmpty()) {
            return;
        }
        if (position.get().isEmpty()) {
            list.ok("target " + target.name() + " has no position yet and begins where the configuration says");
        } else if (oldest.isPresent()) {
            headroom(target.name(), position.get().get(), oldest.get());
        } else {
            list.ok("target " + target.name() + " stands at " + position.get().get());
        }
    }

    private void headroom(String name, CommitTs position, CommitTs oldest) {
        Duration headroom = Duration.between(oldest.instant(), position.instant());
        String what = "target " + name + " stands at " + position + ", ";
        if (position.compareTo(oldest) < 0) {
            list.bad(
                    what + Texts.duration(headroom.negated()) + " before the oldest that the stores keep, " + oldest,
                    "what lies between is lost: load the tables anew, then 'capturer position set " + name
                            + " earliest'");
        } else if (headroom.compareTo(LITTLE_HEADROOM) < 0 && !isYoung(oldest)) {
            list.bad(
                    what + Texts.duration(headroom) + " inside of what the stores keep",
                    "run the capture now, and raise binlog_ttl of the binlog table if this comes again");
        } else {
            list.ok(what + hours(headroom) + " inside of what the stores keep");
        }
    }

    /** A binlog that is young altogether leaves little headroom without any danger: nothing has expired yet. */
    private static boolean isYoung(CommitTs oldest) {
        Duration kept = Duration.between(oldest.instant(), CaptureClock.system().now());
        return kept.compareTo(LITTLE_HEADROOM) < 0;
    }

    private static String hours(Duration headroom) {
        return headroom.toDays() > 3650 ? "far" : Texts.duration(headroom);
    }

    /** A position in the target itself counts before the file. */
    private Optional<CommitTs> position(TargetPlan target) throws IOException, InterruptedException {
        TargetPosition position = new TargetPositions(plan, CaptureClock.system()).show(target);
        return position.held().or(position::checkpoint);
    }
}
