package io.github.binlogcapturer.server.http;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.capture.ServiceStatus;
import io.github.binlogcapturer.server.capture.TargetStatus;
import java.util.Objects;

/**
 * The status as the original's scripts read it. Its queues do not exist here; what takes their place grows and shrinks for the same reasons:
 *
 * <ul>
 *   <li>{@code binlogReaderQueue.size}, what was read and waits: how full the memory for binlog is, of the target where it is fullest, on
 *       the original's scale of 0 to 2000
 *   <li>{@code binlogParserQueue.size}, what was parsed and waits: always 0, since decoding hands over at once and its memory is in
 *       the line before
 *   <li>{@code binlogSenderQueue.size}, what is being sent: transactions that lanes were given and have not applied, of all targets
 *   <li>{@code binlogReadCheckPoint}: the smallest position of all targets, 0 before each has one
 * </ul>
 */
final class OriginalText {

    /** At how many entries the original's queues were full. */
    private static final double FULL = 2000;

    private OriginalText() {}

    static String of(ServiceStatus status) {
        return "[status]\n\n"
                + line("binlogReaderQueue.size", memory(status))
                + line("binlogParserQueue.size", 0)
                + line(
                        "binlogSenderQueue.size",
                        status.targets().stream()
                                .mapToLong(TargetStatus::inFlight)
                                .sum())
                + line("binlogReadCheckPoint", position(status));
    }

    private static String line(String name, long value) {
        return name + ":" + value + "\n";
    }

    private static long memory(ServiceStatus status) {
        return Math.round(status.targets().stream()
                .filter(target -> target.bufferLimitBytes() > 0)
                .mapToDouble(target -> FULL * target.bufferBytes() / target.bufferLimitBytes())
                .max()
                .orElse(0));
    }

    private static long position(ServiceStatus status) {
        if (status.targets().stream().anyMatch(target -> target.position() == null)) {
            return 0;
        }
        return status.targets().stream()
                .map(TargetStatus::position)
                .filter(Objects::nonNull)
                .mapToLong(CommitTs::value)
                .min()
                .orElse(0);
    }
}
