package io.github.binlogcapturer.server.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan of the original's files, written as YAML. Not thread-safe. */
final class ConvertedFile {

    /** Where settings of targets come from, by kind and key. */
    private static final Map<String, String> ORIGINS = Map.ofEntries(
            Map.entry("mysql.url", "senderConfig.cfg [mysql] host, port, database"),
            Map.entry("mysql.user", "senderConfig.cfg [mysql] user"),
            Map.entry("mysql.password", "senderConfig.cfg [mysql] password"),
            Map.entry("mysql.lanes", "senderConfig.cfg [mysql] threadnum"),
            Map.entry("mysql.routes", "the original wrote no database, so that of the connection decided"),
            Map.entry("kafka.bootstrapServers", "senderConfig.cfg [kafka] servers"),
            Map.entry("kafka.topics", "senderConfig.cfg [kafka] topic"),
            Map.entry("kafka.format", "the original sent SQL text"),
            Map.entry("kafka.partitioning", "all in one order, as the original sent it"),
            Map.entry("kafka.recordKeys", "the original sent none"),
            Map.entry("file.file", "senderConfig.cfg [local] filepath"),
            Map.entry("file.format", "the original wrote SQL text"));

    private final ServerPlan plan;
    private final boolean secretsInClear;
    private final YamlText text = new YamlText();

    ConvertedFile(ServerPlan plan, boolean secretsInClear) {
        this.plan = plan;
        this.secretsInClear = secretsInClear;
    }

    String text() {
        text.comment("Made of " + plan.file() + " by \"capturer config convert\"; it stands for the same.");
        text.comment("All keys: capturer config reference");
        ClusterSettings cluster = plan.cluster();
        text.put("name", plan.name(), "config.cfg [global] binlogTableID and binlogRegionID");
        text.put("state", plan.folder().toString(), "");
        plan.originalCheckpoint()
                .ifPresent(file ->
                        text.put("originalCheckpoint", file.toString(), "config.cfg [global] binlogCheckPointPath"));
        text.begin("source");
        text.put("metaServers", cluster.metaServers(), "config.cfg [global] metaServer");
        text.put("tables", cluster.tables(), "all that are linked to the binlog table, now or later");
        text.put(
                "binlogTableIds",
                cluster.binlogTableIds(),
                "config.cfg [global] binlogTableID; its namespace is found by it");
        text.end();
        capture();
        http();
        text.list("targets");
        plan.targets().forEach(this::target);
        return text.toString();
    }

    private void capture() {
        text.begin("capture");
        for (Map.Entry<String, Object> each : first().captureSettings().plain().entrySet()) {
            boolean region = each.getKey().equals(CaptureOptions.REGION);
            text.put(
                    each.getKey(),
                    each.getValue(),
                    region
                            ? "config.cfg [global] binlogRegionID; leave it out to read all partitions"
                            : "config.cfg [global] filterRuleDict");
        }
        text.end();
    }

    /** All targets of the original's files have one capture section. */
    private ConfiguredTarget first() {
        return (ConfiguredTarget) plan.targets().get(0);
    }

    private void http() {
        text.begin("http");
        text.put("enabled", plan.http().enabled(), "");
        text.put("bind", plan.http().bind(), "the original listened at every address");
        text.put("port", plan.http().port(), "config.cfg [global] httpPort");
        text.end();
    }

    private void target(TargetPlan target) {
        ConfiguredTarget configured = (ConfiguredTarget) target;
        String kind = target.kind();
        text.item("name", target.name(), "senderConfig.cfg [global] type");
        text.begin(kind);
        Settings<?> settings = configured.sinkPlan().settings();
        Map<String, Object> plain = new LinkedHashMap<>(settings.plain());
        List<String> secrets = settings.table().options().stream()
                .filter(Option::secret)
                .map(Option::key)
                .toList();
        plain.forEach((key, value) -> {
            String origin = ORIGINS.getOrDefault(kind + "." + key, "as the original did");
            if (secrets.contains(key) && !secretsInClear) {
                String variable = ("CAPTURER_" + target.name() + "_" + key).toUpperCase(Locale.ROOT);
                text.reference(
                        key, variable, origin + "; set the variable " + variable + " to the value that stands there");
            } else {
                text.put(key, value, origin);
            }
        });
        text.end();
        text.endItem();
    }
}
