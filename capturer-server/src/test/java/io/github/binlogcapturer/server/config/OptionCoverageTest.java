package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a builder can be told, a file can say, except for what is named here with the reason. */
class OptionCoverageTest {

    /** By setter: the key that stands for it, or why there is none. */
    private static final Map<String, String> CAPTURE = Map.ofEntries(
            Map.entry("name", "top level: name"),
            Map.entry("metaServers", "source"),
            Map.entry("namespace", "source"),
            Map.entry("binlogTables", "source"),
            Map.entry("binlogTableIds", "source"),
            Map.entry("subscribers", "the target's name"),
            Map.entry("startFrom", "key start"),
            Map.entry("transform", "key rowFilter; others are code"),
            Map.entry("filter", "code"),
            Map.entry("listener", "code"),
            Map.entry("checkpoints", "state and targets[].checkpoint"),
            Map.entry("skipTransactions", "an operator's decision at run time, capturer skip"),
            Map.entry("metrics", "the program's own"),
            Map.entry("threadFactory", "code"),
            Map.entry("clock", "code"),
            Map.entry("source", "code"),
            Map.entry("log", "capturer replay"));

    private static final Map<String, String> MYSQL = Map.of(
            "property", "key properties",
            "deliverAtLeastOnce", "key exactlyOnce",
            "metrics", "the program's own",
            "clock", "code");

    private static final Map<String, String> KAFKA = Map.of("producerProperty", "key properties", "clock", "code");

    private static final Map<String, String> FILE = Map.of("rotateAt", "key rotation", "clock", "code");

    private static void assertCovered(Class<?> builder, OptionTable<?> table, Map<String, String> others) {
        Set<String> setters = Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == builder)
                .map(method -> method.getName())
                .collect(Collectors.toSet());
        Set<String> reached = new HashSet<>(table.keys());
        reached.addAll(others.keySet());
        assertThat(reached).as("keys of YAML, and setters with a reason").containsAll(setters);
        assertThat(setters).as("reasons for setters that are there").containsAll(others.keySet());
        assertThat(table.keys()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(others.keySet());
    }

    @Test
    void shouldReachAllOfCaptures() {
        assertCovered(BinlogCapturerBuilder.class, CaptureOptions.TABLE, CAPTURE);
        assertThat(FileOptions.SOURCE.keys()).contains("metaServers", "namespace", "binlogTables", "binlogTableIds");
    }

    @Test
    void shouldReachAllOfMySqlSinks() {
        assertCovered(MySqlSinkBuilder.class, MySqlPlan.TABLE, MYSQL);
    }

    @Test
    void shouldReachAllOfKafkaSinks() {
        assertCovered(KafkaSinkBuilder.class, KafkaPlan.TABLE, KAFKA);
    }

    @Test
    void shouldReachAllOfFileSinks() {
        assertCovered(FileSink.Builder.class, FilePlan.TABLE, FILE);
    }

    @Test
    void shouldTellEveryKey() {
        String reference = Configurations.reference();
        List<OptionTable<?>> tables = List.of(
                FileOptions.TOP,
                FileOptions.SOURCE,
                FileOptions.TARGET,
                FileOptions.HTTP,
                FileOptions.LOG,
                CaptureOptions.TABLE,
                MySqlPlan.TABLE,
                KafkaPlan.TABLE,
                FilePlan.TABLE);
        for (OptionTable<?> table : tables) {
            for (Option<?, ?> option : table.options()) {
                assertThat(reference).contains("\n  " + option.key() + ": " + option.meaning() + "\n");
                assertThat(option.required()
                                || !option.byDefault().isEmpty()
                                || !option.meaning().isEmpty())
                        .isTrue();
            }
        }
    }
}
