package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.FaultRun;
import java.sql.Connection;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the cluster does while the capture is stopped and started, the target ends with its tables. */
class FaultRunIntoMySqlTest {

    private final DatabaseServer server = MariaDbServer.shared();

    @ParameterizedTest
    @CsvSource({"101, false", "102, true"})
    void shouldEndInTheTablesOfTheClusterThroughAllFaults(long seed, boolean splits) throws Exception {
        String database = server.createDatabase();
        Random random = new Random(seed);
        try (Connection target = server.connect(database)) {
            SinkConsumer consumer =
                    new SinkConsumer(() -> sink(database, 1 + random.nextInt(16)), server, database, target);
            new FaultRun(seed, Duration.ofSeconds(15), splits, consumer).run();
        }
    }

    private MySqlSink sink(String database, int lanes) {
        return Sinks.intoDatabase(server, database)
                .lanes(lanes)
                .schemaChanges(SchemaChangePolicy.APPLY)
                .build();
    }
}
