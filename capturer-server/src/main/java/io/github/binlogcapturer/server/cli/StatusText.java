package io.github.binlogcapturer.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.binlogcapturer.server.terminal.Colours;
import io.github.binlogcapturer.server.terminal.SafeText;
import io.github.binlogcapturer.server.terminal.Style;
import io.github.binlogcapturer.server.terminal.TextTable;
import io.github.binlogcapturer.server.terminal.Texts;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows what {@code /api/status} answers to people. */
final class StatusText {

    private final PrintWriter out;
    private final Colours colours;

    StatusText(PrintWriter out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    void print(JsonNode status) {
        out.println(SafeText.of(status.path("name").asText() + ", version "
                + status.path("version").asText() + ", since "
                + status.path("startedAt").asText() + ", heap "
                + Texts.bytes(status.path("heapUsedBytes").asDouble()) + " of "
                + Texts.bytes(status.path("heapMaxBytes").asDouble())));
        TextTable table =
                TextTable.of("target", "state", "lag", "catches up in", "headroom", "changes", "now", "position");
        for (JsonNode target : status.path("targets")) {
            table.row(
                    target.path("name").asText(),
                    target.path("state").asText(),
                    seconds(target.path("lagSeconds")),
                    seconds(target.path("catchUpSeconds")),
                    seconds(target.path("retentionHeadroomSeconds")),
                    Texts.count(target.path("changes").asLong()),
                    Texts.rate(target.path("changesPerSecond").asDouble()),
                    target.path("position").path("time").asText("-"));
        }
        table.print(out, colours);
        status.path("targets").forEach(this::detail);
    }

    private void detail(JsonNode target) {
        out.println(colours.paint(Style.BOLD, SafeText.of(target.path("name").asText())) + ": "
                + SafeText.of(target.path("explain").asText()));
        String error = target.path("lastError").asText("");
        if (target.hasNonNull("lastError") && !error.isEmpty()) {
            String when = target.path("lastErrorAt").asText("");
            out.println("  " + colours.paint(Style.RED, "last error") + " " + SafeText.of(when + ": " + error));
        }
        String failedAt = target.path("failedAt").path("ts").asText("");
        if (target.hasNonNull("failedAt") && !failedAt.isEmpty()) {
            out.println("  leave that transaction out by: capturer skip "
                    + SafeText.of(target.path("name").asText() + " " + failedAt));
        }
    }

    private static String seconds(JsonNode seconds) {
        return seconds.isNumber() ? Texts.duration(Duration.ofMillis((long) (seconds.asDouble() * 1000))) : "-";
    }
}
