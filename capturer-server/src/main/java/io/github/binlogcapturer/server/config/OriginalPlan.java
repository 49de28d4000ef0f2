package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import io.github.binlogcapturer.server.original.FilterRules;
import io.github.binlogcapturer.server.original.OriginalSettings;
import io.github.binlogcapturer.server.original.OriginalSettings.Kafka;
import io.github.binlogcapturer.server.original.OriginalSettings.Local;
import io.github.binlogcapturer.server.original.OriginalSettings.MySql;
import io.github.binlogcapturer.server.original.OriginalSettings.Target;
import io.github.binlogcapturer.server.original.Problems;
import io.github.binlogcapturer.sink.file.FileFormat;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes a plan of what the original's files say. */
final class OriginalPlan {

    private static final String LOOPBACK = "127.0.0.1";

    private final OriginalSettings given;
    private final Problems problems;
    private final Path checkpoint;
    private final ClusterSettings cluster;
    private final String name;

    private OriginalPlan(OriginalSettings given, Problems problems) {
        this.given = given;
        this.problems = problems;
        this.checkpoint = absolute(given.checkpoint());
        this.cluster = new ClusterSettings(
                given.metaServers(), Optional.empty(), List.of("*.*"), List.of(), List.of(given.binlogTableId()));
        this.name = "original-" + given.binlogTableId()
                + given.regionId().map(region -> "-" + region).orElse("");
    }

    /** Reads the files; what is wrong goes to the problems, and then the result is empty. */
    static Optional<ServerPlan> read(Path configCfg, Problems problems) {
        return OriginalSettings.read(configCfg, problems).flatMap(given -> new OriginalPlan(given, problems).plan());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private Optional<ServerPlan> plan() {
        List<TargetPlan> targets = targets();
        if (problems.any()) {
            return Optional.empty();
        }
        if (given.httpPort().isPresent()) {
            problems.note(
                    "Status listens at " + LOOPBACK + ":" + given.httpPort().getAsInt()
                            + " only, where the original listened at every address; for others convert the files to YAML and set http.bind");
        }
        return Optional.of(new ServerPlan(
                given.file(),
                name,
                cluster,
                new HttpSettings(
                        given.httpPort().isPresent(), LOOPBACK, given.httpPort().orElse(0), Optional.empty()),
                LogSettings.defaults(),
                Objects.requireNonNull(checkpoint.getParent()).resolve("capturer-state"),
                Optional.of(checkpoint),
                Optional.empty(),
                targets,
                problems.notes()));
    }

    private List<TargetPlan> targets() {
        Settings<BinlogCapturerBuilder> capture = capture();
        List<TargetPlan> targets = new ArrayList<>();
        for (Target target : given.targets()) {
            SinkPlan sink = sink(target);
            Optional<String> fault = SinkPlans.fault(sink);
            String own = sink.kind().equals("file") ? "local" : sink.kind();
            fault.ifPresent(what -> problems.error(given.senderConfig(), 0, "[" + own + "] " + what));
            targets.add(new ConfiguredTarget(
                    own, name, cluster, capture, sink, Path.of(checkpoint + "." + own), Optional.of(checkpoint)));
        }
        return targets;
    }

    private Settings<BinlogCapturerBuilder> capture() {
        Map<String, Object> values = new LinkedHashMap<>();
        FilterRules rules = given.filterRules();
        values.put(CaptureOptions.ROW_FILTER, new FilterRules(absolute(rules.file()), rules.rules()));
        // the original left such columns out of its statements, so that the target's default took their place
        values.put(CaptureOptions.ABSENT_COLUMNS, AbsentColumns.AS_DEFAULT);
        given.regionId().ifPresent(region -> values.put(CaptureOptions.REGION, region));
        return new Settings<>(CaptureOptions.TABLE, values);
    }

    private static SinkPlan sink(Target target) {
        if (target instanceof MySql mysql) {
            return mysql(mysql);
        }
        if (target instanceof Kafka kafka) {
            return kafka(kafka);
        }
        return local((Local) target);
    }

    /** The original wrote names without a database, so that the connection's database decided. */
    private static SinkPlan mysql(MySql mysql) {
        String host =
                mysql.host().contains(":") && !mysql.host().startsWith("[") ? "[" + mysql.host() + "]" : mysql.host();
        String database =
                URLEncoder.encode(mysql.database(), StandardCharsets.UTF_8).replace("+", "%20");
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("from", "*.*");
        route.put("to", mysql.database() + ".{table}");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(MySqlPlan.URL, "jdbc:mysql://" + host + ":" + mysql.port() + "/" + database);
        values.put(MySqlPlan.USER, mysql.user());
        values.put(MySqlPlan.PASSWORD, mysql.password());
        values.put("lanes", mysql.threads());
        values.put(MySqlPlan.ROUTES, List.of(new Settings<>(MySqlPlan.ROUTE, route)));
        return new MySqlPlan(new Settings<>(MySqlPlan.TABLE, values));
    }

    /** One topic of records without keys, in order, whose values are the original's statements. */
    private static SinkPlan kafka(Kafka kafka) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(KafkaPlan.SERVERS, List.of(kafka.servers().split(",")));
        values.put("format", Choice.of("sql-text-original"));
        values.put(KafkaPlan.TOPICS, kafka.topic());
        values.put("partitioning", new Choice("fixed", 0));
        values.put("recordKeys", false);
        values.put("createTopics", new Settings<>(KafkaPlan.CREATION, Map.of("partitions", 1)));
        values.put("watermarks", Duration.ZERO);
        values.put("packChanges", true);
        return new KafkaPlan(new Settings<>(KafkaPlan.TABLE, values));
    }

    private static SinkPlan local(Local local) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(FilePlan.FILE, local.file());
        values.put(FilePlan.FORMAT, FileFormat.ORIGINAL_SQL);
        return new FilePlan(new Settings<>(FilePlan.TABLE, values));
    }
}
