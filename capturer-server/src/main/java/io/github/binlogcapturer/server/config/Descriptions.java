package io.github.binlogcapturer.server.config;

import java.util.Map;

/** Tells what a plan will run. */
final class Descriptions {

    private Descriptions() {}

    static String of(ServerPlan plan) {
        StringBuilder text = new StringBuilder();
        ClusterSettings cluster = plan.cluster();
        line(text, "capture", plan.name() + ", by " + plan.file());
        line(text, "source", "meta servers " + String.join(", ", cluster.metaServers()));
        line(
                text,
                "",
                "namespace " + cluster.namespace().orElse("of the binlog table") + ", tables "
                        + String.join(", ", cluster.tables()));
        if (!cluster.binlogTables().isEmpty()) {
            line(text, "", "binlog tables " + String.join(", ", cluster.binlogTables()));
        }
        if (!cluster.binlogTableIds().isEmpty()) {
            line(text, "", "binlog table ids " + cluster.binlogTableIds());
        }
        plan.sourceSql()
                .ifPresent(sql -> line(text, "", "by SQL " + withoutParameters(sql.url()) + " as " + sql.user()));
        plan.targets().forEach(target -> target(text, target));
        HttpSettings http = plan.http();
        line(
                text,
                "http",
                http.enabled()
                        ? http.bind() + ":" + http.port()
                                + (http.token().isPresent() ? ", control by token" : ", no token")
                        : "nothing listens");
        line(
                text,
                "log",
                (plan.log().json() ? "json" : "text") + " at " + plan.log().level());
        line(text, "state", plan.folder().toString());
        plan.originalCheckpoint().ifPresent(file -> line(text, "", "and " + file + " for scripts of the original"));
        plan.notes().forEach(note -> line(text, "note", note));
        return text.toString();
    }

    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    private static void target(StringBuilder text, TargetPlan target) {
        line(
                text,
                "target",
                target.name() + " (" + target.kind() + "): " + target.description()
                        + (target.lanes() > 1 ? ", " + target.lanes() + " lanes" : ""));
        if (target instanceof ConfiguredTarget configured) {
            Settings<?> sink = configured.sinkPlan().settings();
            line(text, "", "sink " + shown(sink));
            if (!configured.captureSettings().values().isEmpty()) {
                line(text, "", "capture " + shown(configured.captureSettings()));
            }
        }
        line(text, "", "position in " + target.checkpointFile());
    }

    private static String shown(Settings<?> settings) {
        StringBuilder shown = new StringBuilder();
        for (Map.Entry<String, Object> each : settings.shown().entrySet()) {
            shown.append(shown.isEmpty() ? "" : ", ")
                    .append(each.getKey())
                    .append(": ")
                    .append(each.getValue());
        }
        return shown.toString();
    }

    private static void line(StringBuilder text, String title, String what) {
        text.append(title)
                .append(" ".repeat(Math.max(1, 10 - title.length())))
                .append(what)
                .append('\n');
    }
}
