package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import static java.util.stream.Collectors.joining;

/** Says that a position has expired, so that a user can decide what to do without asking the cluster himself. */
final class Expiry {

    private Expiry() {}

    static PositionExpiredException exception(Region region, long positionTs, List<PeerReport> peers) {
        return new PositionExpiredException(
                "The binlog of " + region + " no longer reaches back to commit ts " + CommitTs.of(positionTs)
                        + ", by all of its peers: "
                        + peers.stream().map(Expiry::describe).collect(joining("; "))
                        + ". " + missing(positionTs, peers)
                        + "Take a new snapshot of the tables and start behind its position, or start at "
                        + "StartPosition.earliest() or latest() and accept the gap",
                region.regionId(),
                positionTs);
    }

    private static String describe(PeerReport report) {
        return report instanceof PeerReport.Answered answered
                ? answered.address() + " begins at " + answered.oldest()
                : report.address() + " does not say where it begins (" + ((PeerReport.Silent) report).why() + ")";
    }

    private static String missing(long positionTs, List<PeerReport> peers) {
        OptionalLong oldest = peers.stream()
                .filter(PeerReport.Answered.class::isInstance)
                .mapToLong(report -> ((PeerReport.Answered) report).oldest().value())
                .min();
        if (oldest.isEmpty()) {
            return "";
        }
        if (oldest.getAsLong() <= positionTs) {
            return "A transaction behind the position was prepared before what is kept. ";
        }
        Duration gap = Duration.ofMillis(CommitTs.toUnixMs(oldest.getAsLong()) - CommitTs.toUnixMs(positionTs));
        return "The position is " + text(gap) + " too early. ";
    }

    private static String text(Duration gap) {
        String hours = gap.toHours() > 0 ? gap.toHours() + " h " : "";
        String minutes = gap.toMinutes() > 0 ? gap.toMinutesPart() + " min " : "";
        return hours + minutes + gap.toSecondsPart() + "." + String.format("%03d", gap.toMillisPart()) + " s";
    }
}
