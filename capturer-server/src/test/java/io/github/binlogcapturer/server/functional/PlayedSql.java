package io.github.binlogcapturer.server.functional;

import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A database that statements are played into, as a user's own script would do with a topic or a file of the original. */
final class PlayedSql {

    private final DatabaseServer server;
    private final String database;

    PlayedSql(DatabaseServer server, List<String> ddl) throws SQLException {
        this.server = server;
        this.database = server.createDatabase();
        createTables(server, database, ddl);
    }

    static void createTables(DatabaseServer server, String database, List<String> ddl) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String create : ddl) {
                statement.execute(create);
            }
        }
    }

    /** Returns how often each row is in a table, by the texts of some columns. */
    static Map<String, Integer> rows(DatabaseServer server, String database, String table, String columns)
            throws SQLException {
        Map<String, Integer> rows = new TreeMap<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + columns + " FROM " + table)) {
            int count = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= count; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.merge(String.join(" | ", row), 1, Integer::sum);
            }
        }
        return rows;
    }

    /** Plays the lines of a file, comments left out. */
    void file(Path file) throws IOException, SQLException {
        play(Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("-- "))
                .toList());
    }

    /** Plays the values of a topic from its beginning to where it ends now. Every one of them is without a key. */
    void topic(String brokers, String topic) throws SQLException {
        List<String> statements = new ArrayList<>();
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        try (KafkaConsumer<byte[], String> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], String> message : consumer.poll(Duration.ofMillis(200))) {
                    if (message.key() != null) {
                        throw new AssertionError("The original sends no keys, but got one with " + message.value());
                    }
                    statements.add(message.value());
                }
            }
        }
        play(statements);
    }

    private void play(List<String> statements) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+08:00'");
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    Map<String, Integer> rows(String table, String columns) throws SQLException {
        return rows(server, database, table, columns);
    }
}
