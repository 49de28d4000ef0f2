package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.server.original.OriginalSettings.Kafka;
import io.github.binlogcapturer.server.original.OriginalSettings.Local;
import io.github.binlogcapturer.server.original.OriginalSettings.MySql;
import io.github.binlogcapturer.server.original.OriginalSettings.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads config.cfg and senderConfig.cfg. Goes on behind each problem, so that all are told. */
final class SettingsReader {

    private static final String GLOBAL = "global";
    private static final Set<String> GLOBAL_KEYS = Set.of(
            "metaserver",
            "binlogcheckpointpath",
            "database",
            "binlogtableid",
            "binlogregionid",
            "senderconfig",
            "filterruledict",
            "httpport");
    private static final List<String> TYPES = List.of("mysql", "kafka", "local");
    private static final Set<String> MYSQL_KEYS = Set.of("host", "port", "user", "password", "database", "threadnum");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_THREADS = 1024;

    private final Path file;
    private final Path working;
    private final Problems problems;

    SettingsReader(Path file, Path working, Problems problems) {
        this.file = file;
        this.working = working;
        this.problems = problems;
    }

    Optional<OriginalSettings> read() {
        Optional<IniFile> ini = open(file);
        if (ini.isEmpty()) {
            return Optional.empty();
        }
        Keys global = new Keys(file, ini.get(), GLOBAL, problems);
        global.noteUnknown(GLOBAL_KEYS);
        global.noteOtherSections(Set.of(GLOBAL));
        List<String> servers = metaServers(global);
        Optional<Path> checkpoint = path(global, "binlogCheckPointPath");
        checkpoint.ifPresent(path -> new CheckpointText(path).problems(problems));
        long table = global.number("binlogTableID", 1, Long.MAX_VALUE).orElse(0L);
        Optional<Long> region = global.optionalNumber("binlogRegionID", 1, Long.MAX_VALUE);
        Optional<FilterRules> rules = path(global, "filterRuleDict").flatMap(path -> FilterRules.read(path, problems));
        OptionalInt port = httpPort(global);
        Optional<Path> sender = path(global, "senderConfig");
        List<Target> targets = sender.map(this::targets).orElse(List.of());
        if (problems.any()) {
            return Optional.empty();
        }
        return Optional.of(new OriginalSettings(
                file,
                sender.orElseThrow(),
                servers,
                checkpoint.orElseThrow(),
                table,
                region,
                rules.orElseThrow(),
                port,
                targets));
    }

    private Optional<IniFile> open(Path path) {
        try {
            return Optional.of(IniFile.parse(path, Lines.of(path), problems));
        } catch (IOException e) {
            problems.error(path, 0, "the file cannot be read: " + Lines.reason(e));
            return Optional.empty();
        }
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private List<String> metaServers(Keys global) {
        List<String> servers =
                global.text("metaServer").map(SettingsReader::split).orElse(List.of());
        global.requireAddresses("metaServer", servers);
        return servers;
    }

    /** The original's status thread ended without the port, and all else went on. */
    private OptionalInt httpPort(Keys global) {
        if (!global.has("httpPort")) {
            problems.note(
                    file, 0, "httpPort is missing in [global], so nothing listens for status, as with the original");
            return OptionalInt.empty();
        }
        Optional<Long> port = global.number("httpPort", 0, MAX_PORT);
        return port.isPresent() ? OptionalInt.of(port.get().intValue()) : OptionalInt.empty();
    }

    /** Returns a path that leads somewhere, if any of its two readings does. */
    private Optional<Path> path(Keys keys, String key) {
        Optional<String> text = keys.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> given = keys.asPath(key, text.get());
        return given.map(path -> located(keys, key, path));
    }

    private Path located(Keys keys, String key, Path given) {
        Path first = working.resolve(given);
        Path parent = file.toAbsolutePath().getParent();
        if (given.isAbsolute() || parent == null || Files.exists(first)) {
            return first;
        }
        Path second = parent.resolve(given).normalize();
        if (!Files.exists(second)) {
            return first;
        }
        problems.note(
                file,
                keys.line(key),
                key + ": " + given + " is not in the working directory "
                        + working.toAbsolutePath().normalize() + ", so " + second + " is taken");
        return second;
    }

    private List<Target> targets(Path path) {
        Optional<IniFile> ini = open(path);
        if (ini.isEmpty()) {
            return List.of();
        }
        Keys global = new Keys(path, ini.get(), GLOBAL, problems);
        global.noteUnknown(Set.of("type"));
        global.noteOtherSections(Set.of(GLOBAL, "mysql", "kafka", "local"));
        List<Target> targets = new ArrayList<>();
        for (String type : types(path, global)) {
            target(path, ini.get(), type).ifPresent(targets::add);
        }
        return targets;
    }

    private Set<String> types(Path path, Keys global) {
        Set<String> types = new LinkedHashSet<>();
        Optional<String> given = global.text("type");
        for (String type : given.map(SettingsReader::split).orElse(List.of())) {
            if (!TYPES.contains(type)) {
                problems.note(
                        path,
                        global.line("type"),
                        "type names \"" + type + "\", which is ignored, as by the original; known are " + TYPES);
            } else if (!types.add(type)) {
                problems.note(path, global.line("type"), "type names " + type + " twice; one target is made of it");
            }
        }
        if (given.isPresent() && types.isEmpty()) {
            problems.error(
                    path,
                    global.line("type"),
                    "type is \"" + given.get() + "\" and names no target; give some of mysql,kafka,local with commas");
        }
        return types;
    }

    private Optional<Target> target(Path path, IniFile ini, String type) {
        Keys keys = new Keys(path, ini, type, problems);
        if (!ini.hasSection(type)) {
            problems.error(path, 0, "section [" + type + "] is missing, though type names " + type);
            return Optional.empty();
        }
        return switch (type) {
            case "mysql" -> mysql(keys);
            case "kafka" -> kafka(keys);
            default -> local(keys);
        };
    }

    private Optional<Target> mysql(Keys keys) {
        keys.noteUnknown(MYSQL_KEYS);
        Optional<String> host = keys.text("host");
        Optional<Long> port = keys.number("port", 1, MAX_PORT);
        Optional<String> user = keys.text("user");
        Optional<String> password = keys.textOrEmpty("password");
        Optional<String> database = keys.text("database");
        Optional<Long> threads = keys.number("threadnum", 1, MAX_THREADS);
        boolean complete = host.isPresent() && port.isPresent() && user.isPresent() && password.isPresent();
        if (!complete || database.isEmpty() || threads.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MySql(
                host.get(),
                port.get().intValue(),
                user.get(),
                password.get(),
                database.get(),
                threads.get().intValue()));
    }

    private Optional<Target> kafka(Keys keys) {
        keys.noteUnknown(Set.of("servers", "topic"));
        List<String> servers = keys.text("servers").map(SettingsReader::split).orElse(List.of());
        keys.requireAddresses("servers", servers);
        Optional<String> topic = keys.text("topic");
        if (servers.isEmpty() || topic.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Kafka(String.join(",", servers), topic.get()));
    }

    /** The file need not be there yet; its folder is what tells which reading of a relative path is meant. */
    private Optional<Target> local(Keys keys) {
        keys.noteUnknown(Set.of("filepath"));
        Optional<Path> path = keys.text("filepath").flatMap(text -> keys.asPath("filepath", text));
        return path.map(
                given -> new Local(working.resolve(given).toAbsolutePath().normalize()));
    }
}
