package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.capture.TargetPosition;
import io.github.binlogcapturer.server.capture.TargetPositions;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.server.original.OriginalCheckpoint;
import io.github.binlogcapturer.server.terminal.TextTable;
import io.github.binlogcapturer.server.terminal.Texts;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.PeerReport;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Shows where targets stand, and how that relates to the cluster. */
final class PositionTable {

    private final ServerPlan plan;
    private final BaikalCluster cluster;
    private final Console console;
    private final TargetPositions positions;
    private boolean fine = true;

    PositionTable(ServerPlan plan, BaikalCluster cluster, Console console) {
        this.plan = plan;
        this.cluster = cluster;
        this.console = console;
        this.positions = new TargetPositions(plan, CaptureClock.system());
    }

    /** Prints; returns false where something could not be asked, which is told on standard error. */
    boolean print(List<TargetPlan> targets) throws IOException, InterruptedException {
        Optional<CommitTs> now = ask(() -> Optional.of(cluster.now()));
        Optional<CommitTs> oldest = now.isPresent() ? ask(() -> oldest(plan, cluster)) : Optional.empty();
        TextTable table = TextTable.of("target", "commit ts", "time", "from", "behind", "headroom");
        for (TargetPlan target : targets) {
            try {
                row(table, positions.show(target), now, oldest);
            } catch (CapturerException e) {
                fine = false;
                console.err().println("capturer: target " + target.name() + ": " + Failures.explain(e));
                table.row(target.name(), "?", "?", "?", "-", "-");
            }
        }
        table.print(console.out(), console.colours());
        if (plan.originalCheckpoint().isPresent()) {
            original(new OriginalCheckpoint(plan.originalCheckpoint().get()));
        }
        return fine;
    }

    private static void row(
            TextTable table, TargetPosition position, Optional<CommitTs> now, Optional<CommitTs> oldest) {
        Optional<CommitTs> at = position.held().or(position::checkpoint);
        String from = position.held().isPresent()
                ? "the target itself"
                : position.checkpointFile().toString();
        if (at.isEmpty()) {
            String begins = position.wanted()
                    .map(wanted -> wanted instanceof StartPosition.Earliest ? "earliest" : "latest")
                    .orElse("as configured");
            table.row(position.target(), "none", begins, "-", "-", "-");
            return;
        }
        CommitTs ts = at.get();
        table.row(
                position.target(),
                String.valueOf(ts.value()),
                When.shown(ts.instant(), ZoneId.systemDefault()),
                from,
                now.map(latest -> between(ts, latest)).orElse("-"),
                oldest.map(first -> between(first, ts)).orElse("-"));
    }

    private static String between(CommitTs from, CommitTs to) {
        Duration time = Duration.between(from.instant(), to.instant());
        return time.toDays() > 3650 ? "unlimited" : Texts.duration(time);
    }

    private void original(OriginalCheckpoint checkpoint) throws IOException {
        StartPosition position = checkpoint.start();
        String shown = position instanceof StartPosition.After after
                ? after.commitTs().value() + ", " + When.shown(after.commitTs().instant(), ZoneId.systemDefault())
                : "0, the earliest";
        String edited = checkpoint.edited().isPresent() ? "; all targets begin there at the next start" : "";
        console.out().println("original's checkpoint file " + checkpoint.file() + ": " + shown + edited);
    }

    private <T> Optional<T> ask(CheckList.Look<Optional<T>> look) throws InterruptedException {
        try {
            return look.at();
        } catch (CapturerException e) {
            fine = false;
            console.err().println("capturer: " + Failures.explain(e));
            return Optional.empty();
        }
    }

    /** Returns the position from which every region can still be read by one of its peers; empty where none is known. */
    static Optional<CommitTs> oldest(ServerPlan plan, BaikalCluster cluster) {
        List<ClusterTable> captured = CapturedTables.of(plan, cluster);
        return cluster.tables().stream()
                .filter(table -> table.binlog() && CapturedTables.isRead(table, plan.cluster()))
                .filter(binlog -> captured.stream()
                        .flatMap(table -> table.links().stream())
                        .anyMatch(link -> link.binlogTableId() == binlog.tableId()))
                .flatMap(binlog -> cluster.regions(binlog).stream())
                .flatMap(region -> oldest(region).stream())
                .max(Comparator.naturalOrder());
    }

    /** Returns the oldest position that one of a region's peers still has. */
    static Optional<CommitTs> oldest(ClusterRegion region) {
        return region.peers().stream()
                .filter(PeerReport.Answered.class::isInstance)
                .map(peer -> ((PeerReport.Answered) peer).oldest())
                .min(Comparator.naturalOrder());
    }
}
