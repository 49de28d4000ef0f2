package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import io.github.binlogcapturer.server.original.OriginalCheckpoint;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a plan of a YAML file's tree. Not thread-safe. */
final class YamlPlan {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;
    private static final List<String> KINDS = List.of("mysql", "kafka", "file");

    private final Reading reading;
    private final Node.Mapping root;
    private final Settings<Object> top;

    private YamlPlan(Reading reading, Node.Mapping root) {
        this.reading = reading;
        this.root = root;
        this.top = FileOptions.TOP.read(root, reading);
    }

    /** Reads a file; what is wrong goes to the problems, and then the result is empty. */
    static Optional<ServerPlan> read(Reading reading) {
        return YamlTree.read(reading).flatMap(root -> new YamlPlan(reading, root).plan());
    }

    private Optional<ServerPlan> plan() {
        String name = top.find("name", String.class).orElse("default");
        requireName(name, root.entries().get("name"));
        Path state =
                top.find("state", Path.class).orElseGet(() -> reading.folder().resolve("data"));
        Optional<Path> original = top.find("originalCheckpoint", Path.class);
        original.ifPresent(this::requireCheckpoint);
        Settings<BinlogCapturerBuilder> source = nested(top, "source", FileOptions.SOURCE);
        Settings<BinlogCapturerBuilder> capture = nested(top, FileOptions.CAPTURE, CaptureOptions.TABLE);
        List<Settings<Object>> wanted = list(top);
        Optional<ClusterSettings> cluster = cluster(source, capture, wanted);
        HttpSettings http = http(nested(top, "http", FileOptions.HTTP));
        List<TargetPlan> targets =
                cluster.isEmpty() ? List.of() : targets(wanted, name, cluster.get(), capture, state, original);
        if (reading.problems().any()) {
            return Optional.empty();
        }
        return Optional.of(new ServerPlan(
                reading.file(),
                name,
                cluster.orElseThrow(),
                http,
                log(nested(top, "log", FileOptions.LOG)),
                state,
                original,
                sourceSql(source),
                targets,
                reading.problems().notes()));
    }

    @SuppressWarnings("unchecked") // what the kind of that key reads
    private static <B> Settings<B> nested(Settings<?> from, String key, OptionTable<B> table) {
        return from.find(key, Settings.class)
                .map(settings -> (Settings<B>) settings)
                .orElseGet(() -> Settings.none(table));
    }

    @SuppressWarnings("unchecked") // what the kind of that key reads
    private static List<Settings<Object>> list(Settings<?> from) {
        return from.find("targets", List.class).orElse(List.of());
    }

    private Node at(String key) {
        return root.entries().getOrDefault(key, root);
    }

    private void requireName(String name, @Nullable Node node) {
        if (node != null && !NAME.matcher(name).matches()) {
            reading.error(
                    node,
                    "a name is up to 100 letters, digits, dots, underscores and hyphens, and begins with a letter or digit, but is \""
                            + name + "\"");
        }
    }

    private void requireCheckpoint(Path file) {
        try {
            new OriginalCheckpoint(file).start();
        } catch (ConfigurationException e) {
            reading.error(at("originalCheckpoint"), String.valueOf(e.getMessage()));
        }
    }

    private Optional<ClusterSettings> cluster(
            Settings<BinlogCapturerBuilder> source,
            Settings<BinlogCapturerBuilder> capture,
            List<Settings<Object>> wanted) {
        List<Long> ids =
                source.texts("binlogTableIds").stream().map(Long::valueOf).toList();
        Optional<String> namespace = source.find("namespace", String.class);
        if (namespace.isEmpty() && ids.isEmpty() && isMissing("namespace")) {
            reading.error(
                    at("source"),
                    "key namespace is missing: the namespace of the tables; only binlogTableIds make up for it");
        }
        List<String> tables = tables(source, capture, wanted);
        if (tables.isEmpty() && ids.isEmpty() && isMissing("tables")) {
            reading.error(at("source"), "key tables is missing: rules such as \"shop.*\"");
        }
        if (top.find("source", Settings.class).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClusterSettings(
                source.texts("metaServers"),
                namespace,
                tables.isEmpty() ? List.of("*.*") : tables,
                source.texts("binlogTables"),
                ids));
    }

    private boolean isMissing(String key) {
        return at("source") instanceof Node.Mapping mapping
                && !mapping.entries().containsKey(key);
    }

    /** Returns the rules of the source; without such, those of the capture or of all targets together, which then each has its own. */
    private static List<String> tables(
            Settings<BinlogCapturerBuilder> source,
            Settings<BinlogCapturerBuilder> capture,
            List<Settings<Object>> wanted) {
        List<String> tables = source.texts("tables");
        if (tables.isEmpty()) {
            tables = capture.texts(CaptureOptions.TABLES);
        }
        if (!tables.isEmpty()) {
            return tables;
        }
        List<String> all = new ArrayList<>();
        for (Settings<Object> target : wanted) {
            List<String> own =
                    nested(target, FileOptions.CAPTURE, CaptureOptions.TABLE).texts(CaptureOptions.TABLES);
            if (own.isEmpty()) {
                return List.of();
            }
            all.addAll(own);
        }
        return all;
    }

    private static Optional<SqlAccess> sourceSql(Settings<BinlogCapturerBuilder> source) {
        Settings<Object> sql = nested(source, "sql", FileOptions.SQL);
        return sql.find("url", String.class)
                .map(url -> new SqlAccess(
                        url,
                        sql.text("user"),
                        sql.find("password", String.class).orElse("")));
    }

    private HttpSettings http(Settings<Object> settings) {
        int port = settings.find("port", Integer.class).orElse(DEFAULT_PORT);
        boolean enabled = settings.find("enabled", Boolean.class).orElse(true);
        String bind = settings.find("bind", String.class).orElse("127.0.0.1");
        Optional<String> token = settings.find("token", String.class);
        if (port < 0 || port > MAX_PORT) {
            reading.error(child("http", "port"), "is from 0 to " + MAX_PORT + ", but is " + port);
        }
        if (token.isPresent() && token.get().isBlank()) {
            reading.error(child("http", "token"), "is empty; leave the key out, or give what callers have to show");
        } else if (token.isPresent() && !token.get().chars().allMatch(each -> each > ' ' && each < 127)) {
            reading.error(
                    child("http", "token"),
                    "has characters that no HTTP header carries as they are; take printable ASCII without spaces");
        }
        if (enabled && token.isEmpty() && !isLoopback(bind)) {
            reading.problems()
                    .note(
                            reading.file(),
                            child("http", "bind").line(),
                            "http.bind is " + bind
                                    + ", which others reach, and http.token is not set, so that pause, resume and skip are refused");
        }
        return new HttpSettings(enabled, bind, port, token);
    }

    private static boolean isLoopback(String bind) {
        boolean digits = bind.matches("[0-9.]+|[0-9a-fA-F:]+");
        try {
            return bind.equals("localhost")
                    || (digits && InetAddress.getByName(bind).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false; // not an address, so certainly none of this machine's own
        }
    }

    private Node child(String section, String key) {
        return at(section) instanceof Node.Mapping mapping ? mapping.entries().getOrDefault(key, mapping) : root;
    }

    private static LogSettings log(Settings<Object> settings) {
        LogSettings defaults = LogSettings.defaults();
        return new LogSettings(
                settings.find("format", Choice.class)
                        .map(choice -> choice.name().equals("json"))
                        .orElse(defaults.json()),
                settings.find("level", Choice.class).map(Choice::name).orElse(defaults.level()),
                settings.find("repeatAfter", Duration.class).orElse(defaults.repeatAfter()));
    }

    private List<TargetPlan> targets(
            List<Settings<Object>> wanted,
            String name,
            ClusterSettings cluster,
            Settings<BinlogCapturerBuilder> capture,
            Path state,
            Optional<Path> original) {
        Map<String, String> seen = new HashMap<>();
        List<TargetPlan> targets = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Node.Mapping node = target(i);
            Settings<Object> each = wanted.get(i);
            Optional<SinkPlan> sink = sink(each, node);
            if (sink.isEmpty()) {
                continue;
            }
            String own = each.find("name", String.class).orElse(sink.get().kind());
            requireName(own, node.entries().get("name"));
            Path checkpoint = each.find("checkpoint", Path.class)
                    .orElseGet(() -> original.map(path -> Path.of(path + "." + own))
                            .orElseGet(() -> state.resolve(own + ".checkpoint")));
            requireFree(seen, "name \"" + own + "\"", "names", node);
            requireFree(seen, "file " + checkpoint, "checkpoint files", node);
            Settings<BinlogCapturerBuilder> merged =
                    capture.overriddenBy(nested(each, FileOptions.CAPTURE, CaptureOptions.TABLE));
            ConfiguredTarget made = new ConfiguredTarget(own, name, cluster, merged, sink.get(), checkpoint, original);
            if (!reading.problems().any()) { // else told already; what a builder says of the rest would only confuse
                Node place = node.entries().getOrDefault(FileOptions.CAPTURE, at(FileOptions.CAPTURE));
                made.fault().ifPresent(what -> reading.error(place, what));
            }
            targets.add(made);
        }
        return targets;
    }

    private void requireFree(Map<String, String> seen, String what, String plural, Node.Mapping node) {
        String before = seen.putIfAbsent(what, node.path());
        if (before != null) {
            reading.error(
                    node,
                    "has the " + what + ", as " + before + " has; give each target its own, since " + plural
                            + " tell targets apart");
        }
    }

    private Node.Mapping target(int index) {
        Node targets = at("targets");
        Node node = targets instanceof Node.Sequence sequence ? sequence.items().get(index) : targets;
        return node instanceof Node.Mapping mapping ? mapping : root;
    }

    /** Returns the one sink of a target, built once to see that its settings fit together. */
    private Optional<SinkPlan> sink(Settings<Object> target, Node.Mapping node) {
        List<String> given = KINDS.stream().filter(node.entries()::containsKey).toList();
        if (given.size() != 1) {
            reading.error(
                    node,
                    "has one of the keys mysql, kafka and file, which says where it leads, but has "
                            + (given.isEmpty() ? "none" : String.join(" and ", given)));
            return Optional.empty();
        }
        String kind = given.get(0);
        if (reading.problems().any() || target.find(kind, Settings.class).isEmpty()) {
            return Optional.empty(); // told already; what a builder says of the rest would only confuse
        }
        SinkPlan plan = plan(target, kind);
        Optional<String> fault = SinkPlans.fault(plan);
        fault.ifPresent(what -> reading.error(node.entries().getOrDefault(kind, node), what));
        return fault.isPresent() ? Optional.empty() : Optional.of(plan);
    }

    private static SinkPlan plan(Settings<Object> target, String kind) {
        Settings<MySqlSinkBuilder> mysql = nested(target, kind, MySqlPlan.TABLE);
        Settings<KafkaSinkBuilder> kafka = nested(target, kind, KafkaPlan.TABLE);
        Settings<FileSink.Builder> file = nested(target, kind, FilePlan.TABLE);
        return switch (kind) {
            case "mysql" -> new MySqlPlan(mysql);
            case "kafka" -> new KafkaPlan(kafka);
            default -> new FilePlan(file);
        };
    }
}
