package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.spi.SinkMaintenance;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What this package takes of modules that grow beside it, found by name, so that either may come first. */
final class Links {

    /** What is asked of a cluster before a capture is made. */
    interface ClusterQuestions extends AutoCloseable {

        List<ClusterTable> tables();

        List<ClusterRegion> regions(ClusterTable binlogTable);

        @Override
        void close();
    }

    private Links() {}

    static SinkMaintenance maintenance(Object sink) {
        if (sink instanceof SinkMaintenance maintenance) {
            return maintenance;
        }
        return new Silent(sink.getClass().getSimpleName());
    }

    static void recordKeys(KafkaSinkBuilder builder, boolean wanted) {
        if (Arrays.stream(KafkaSinkBuilder.class.getMethods())
                .anyMatch(each -> each.getName().equals("recordKeys"))) {
            call(builder, KafkaSinkBuilder.class, "recordKeys", new Class<?>[] {boolean.class}, wanted);
        }
    }

    static FileFormat originalFormat() {
        return Arrays.stream(FileFormat.values())
                .filter(format -> format.name().equals("ORIGINAL_SQL"))
                .findFirst()
                .orElse(FileFormat.SQL_LINES);
    }

    static ClusterQuestions connect(List<String> metaServers) {
        try {
            Class<?> type = Class.forName("io.github.binlogcapturer.cluster.BaikalCluster");
            Object cluster = type.getMethod("connect", List.class).invoke(null, metaServers);
            return new ByName(type, cluster);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException("This build cannot ask a cluster for its tables", e);
        }
    }

    /** Stands for a sink that cannot be asked. */
    private record Silent(String sink) implements SinkMaintenance {

        @Override
        public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) {
            throw refusal();
        }

        @Override
        public Optional<CommitTs> heldPosition(SinkContext context) {
            throw refusal();
        }

        @Override
        public void forgetPosition(SinkContext context) {
            throw refusal();
        }

        private ConfigurationException refusal() {
            return new ConfigurationException(sink + " answers no questions of tools");
        }
    }

    private record ByName(Class<?> type, Object cluster) implements ClusterQuestions {

        @Override
        @SuppressWarnings("unchecked") // as the method is declared
        public List<ClusterTable> tables() {
            return (List<ClusterTable>) call(cluster, type, "tables", new Class<?>[0]);
        }

        @Override
        @SuppressWarnings("unchecked") // as the method is declared
        public List<ClusterRegion> regions(ClusterTable binlogTable) {
            return (List<ClusterRegion>)
                    call(cluster, type, "regions", new Class<?>[] {ClusterTable.class}, binlogTable);
        }

        @Override
        public void close() {
            call(cluster, type, "close", new Class<?>[0]);
        }
    }

    private static Object call(Object target, Class<?> type, String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = type.getMethod(name, types);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException("This build has no " + type.getSimpleName() + "." + name, e);
        }
    }

    private static RuntimeException thrown(InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        return new IllegalStateException(e.getCause());
    }
}
