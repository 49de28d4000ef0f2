package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.delete;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.order;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A file as BaikalDB's original capturer had it, by name and content. */
class OriginalFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnInTheOriginalsFile() throws IOException {
        write(transaction(5, insert(ORDERS, 1, 1, "a")));
        try (FileSink sink = sink()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(5));
            sink.write(list(heartbeat(9)));
        }

        assertThat(Folder.names(directory)).containsExactly("capture.sql");
        assertThat(Files.readString(directory.resolve("capture.sql"))).isEqualTo("""
                        -- original {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
                        -- begin commit_ts=5 start_ts=4 txn_id=50
                        replace into `orders` (`id`,`n`,`note`) values (1,1,'a');
                        -- commit commit_ts=5 statements=1 changes=1 complete=true
                        -- heartbeat commit_ts=9
                        """);
    }

    @Test
    void shouldBePlayedByAServer() throws Exception {
        assumeTrue(MariaDbServer.isAvailable());
        write(transaction(
                5,
                insert(ORDERS, 1, 1, "it's"),
                insert(ORDERS, 2, null, "two\nlines -- no comment"),
                insert(ORDERS, 3, 3, "c")));
        write(transaction(6, update(order(1, 1, "it's"), order(1, 7, "it's")), delete(ORDERS, 3, 3, "c")));
        write(transaction(7, insert(ORDERS, 2, 2, "again")));
        MariaDbServer server = MariaDbServer.shared();
        String database = server.createDatabase();
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, n INT, note TEXT)");
            for (String line : Files.readAllLines(directory.resolve("capture.sql"))) {
                if (!line.startsWith("-- ")) {
                    statement.execute(line);
                }
            }
            try (ResultSet found =
                    statement.executeQuery("SELECT CONCAT_WS('|', id, n, note) FROM orders ORDER BY id")) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
        }
        assertThat(rows).containsExactly("1|7|it's", "2|2|again");
    }

    private void write(BinlogEvent event) throws IOException {
        try (FileSink sink = sink()) {
            sink.open(CONTEXT);
            sink.write(list(event));
            sink.flush(true);
        }
    }

    private FileSink sink() {
        return FileSink.builder(FileNaming.original(directory.resolve("capture.sql")))
                .format(FileFormat.ORIGINAL_SQL)
                .build();
    }
}
