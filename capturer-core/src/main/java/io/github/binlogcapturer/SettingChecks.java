package io.github.binlogcapturer;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link BinlogCapturerBuilder} checks: each value by itself, and whether they fit together. */
final class SettingChecks {

    private static final Logger LOG = LoggerFactory.getLogger(BinlogCapturerBuilder.class);

    private SettingChecks() {}

    static String requireText(String setting, String value) {
        if (Objects.requireNonNull(value, setting).isBlank()) {
            throw new IllegalArgumentException(setting + " must not be blank");
        }
        return value;
    }

    static Duration requirePositive(String setting, Duration value) {
        if (Objects.requireNonNull(value, setting).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(setting + " must be longer than zero, but got " + value);
        }
        return value;
    }

    static void requireAtLeast(String setting, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(setting + " is at least " + least + ", but got " + value);
        }
    }

    static void requireAddress(String address) {
        if (!address.matches("[^:,\\s]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
            throw new IllegalArgumentException("A meta server is given as host:port, but got \"" + address + "\"");
        }
    }

    /** Checks that all is there that a cluster is found by; returns the tables. */
    static TableFilter requireCluster(List<String> metaServers, String namespace, @Nullable TableFilter tables) {
        List<String> faults = new ArrayList<>();
        if (metaServers.isEmpty()) {
            faults.add("metaServers is missing: give at least one host:port");
        }
        if (namespace.isEmpty()) {
            faults.add("namespace is missing: give the namespace that the tables are in");
        }
        if (tables == null) {
            faults.add("tables is missing: give at least one rule such as \"shop.*\"");
        }
        if (!faults.isEmpty() || tables == null) {
            throw new ConfigurationException("A capturer cannot be built: " + String.join("; ", faults));
        }
        return tables;
    }

    /**
     * Checks that nothing contradicts reading a log.
     *
     * @param ofCluster the settings that say what is read of a cluster, and whether each was given
     */
    static void requireLogFits(Map<String, Boolean> ofCluster, @Nullable StartPosition start) {
        List<String> given = ofCluster.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        if (!given.isEmpty()) {
            throw new ConfigurationException("A capturer of a log cannot be built with " + given
                    + ", which say what is read of a cluster; leave them out, or leave out log");
        }
        StartPosition fresh = start instanceof StartPosition.CheckpointOr saved ? saved.otherwise() : start;
        if (fresh instanceof StartPosition.Latest) {
            throw new ConfigurationException(
                    "A capturer of a log cannot start from the latest position, since nothing comes behind the end of a log;"
                            + " start from the earliest one, after a commit ts, at a time or from the checkpoint");
        }
    }

    static Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns a store, or one that forgets, as the log then says. */
    static CheckpointStore storeOr(@Nullable CheckpointStore store, String capture) {
        if (store != null) {
            return store;
        }
        LOG.info(
                "Capture \"{}\" keeps its positions in memory; give it a store with checkpoints to go on after a restart",
                capture);
        return CheckpointStore.inMemory();
    }
}
