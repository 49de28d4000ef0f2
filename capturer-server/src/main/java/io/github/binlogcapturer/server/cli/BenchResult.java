package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.terminal.Texts;
import java.time.Duration;
import java.util.Locale;

/**
 * What was measured over a time.
 *
 * @param cpuNs processor time of the whole process meanwhile
 * @param caughtUp whether the source had no more, so that it was the brake
 */
record BenchResult(Duration time, long transactions, long changes, long bytes, long cpuNs, boolean caughtUp) {

    String describe() {
        double seconds = Math.max(time.toNanos() / 1e9, 1e-9);
        StringBuilder text = new StringBuilder();
        text.append(Texts.count(transactions))
                .append(" transactions with ")
                .append(Texts.count(changes))
                .append(" changes, ")
                .append(Texts.bytes((double) bytes))
                .append(", in ")
                .append(Texts.duration(time))
                .append('\n');
        text.append("  ")
                .append(Texts.rate(transactions / seconds))
                .append(" transactions, ")
                .append(Texts.rate(changes / seconds))
                .append(" changes, ")
                .append(Texts.bytes(bytes / seconds))
                .append("/s of binlog");
        if (transactions > 0) {
            text.append(String.format(
                    Locale.ROOT, "%n  %.1f µs of processor time per transaction", cpuNs / 1e3 / transactions));
        }
        if (caughtUp) {
            text.append(
                    "\n  the source had no more: these are its rates, not the capture's. Begin with --from earliest, or write more");
        }
        return text.toString();
    }
}
