package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class VerifyCommandTest {

    @TempDir
    private Path folder;

    private final SimulatedShop shop = SimulatedShop.open(1, 1, builder -> builder);
    private final Screen screen = Screen.silent();

    @BeforeEach
    void createTables() throws SQLException, IOException {
        assumeTrue(MariaDbServer.isAvailable());
        dropTables();
        for (String database : List.of("shop", "copied")) {
            execute(
                    "CREATE DATABASE " + database,
                    "CREATE TABLE " + database + ".accounts (id BIGINT PRIMARY KEY, balance BIGINT, note VARCHAR(40))",
                    "INSERT INTO " + database + ".accounts VALUES (1, 100, 'a'), (2, 200, 'b')");
        }
        Files.writeString(folder.resolve("capturer.yaml"), configuration());
    }

    @AfterEach
    void dropTables() throws SQLException {
        if (MariaDbServer.isAvailable()) {
            execute("DROP DATABASE IF EXISTS shop", "DROP DATABASE IF EXISTS copied");
        }
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = MariaDbServer.shared().connect("");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String configuration() {
        MariaDbServer server = MariaDbServer.shared();
        String account = "user: \"" + server.user() + "\", password: \"" + server.password() + "\"}";
        String url = "{url: \"jdbc:mariadb://" + server.host() + ":" + server.port() + "/copied\", ";
        String metaServers = shop.cluster.metaServers().stream()
                .map(address -> "\"" + address + "\"")
                .collect(Collectors.joining(", "));
        return String.join(
                "\n",
                "name: shop",
                "source:",
                "  metaServers: [" + metaServers + "]",
                "  namespace: " + shop.cluster.namespace(),
                "  tables: [\"shop.accounts\"]",
                "  sql: " + url + account,
                "targets:",
                "  - name: copy",
                "    mysql: {routes: [{from: \"shop.*\", to: \"copied.{table}\"}], " + url.substring(1) + account,
                "");
    }

    private int verify(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "verify";
        arguments[1] = "--config";
        arguments[2] = folder.resolve("capturer.yaml").toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandLineProgram.execute(screen.console(), arguments);
    }

    @Test
    void shouldFindEqualTablesEqual() {
        assertThat(verify("copy")).as(screen.err()).isEqualTo(ExitCodes.FINE);
        assertThat(screen.out()).contains("shop.accounts", "copied.accounts", "equal");
    }

    @Test
    void shouldWriteWhatRepairsTheTarget() throws SQLException, IOException {
        execute("UPDATE copied.accounts SET balance = 1 WHERE id = 1", "DELETE FROM copied.accounts WHERE id = 2");
        Path repair = folder.resolve("repair.sql");

        assertThat(verify("--repair-sql", repair.toString())).as(screen.err()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(screen.out()).contains("2 rows differ", "Wrote 2 statements");

        execute(Files.readAllLines(repair).stream()
                .filter(line -> !line.startsWith("--"))
                .toArray(String[]::new));
        assertThat(verify()).as(screen.out()).isEqualTo(ExitCodes.FINE);
    }

    @Test
    void shouldNotWriteOverAFile() throws IOException {
        Path repair = Files.createFile(folder.resolve("repair.sql"));

        assertThat(verify("--repair-sql", repair.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("is there already");
    }

    @Test
    void shouldCompareOnlyWhatTheTargetCaptures() throws IOException {
        Path file = folder.resolve("capturer.yaml");
        Files.writeString(file, Files.readString(file) + "    capture: {tables: [\"shop.orders\"]}\n");

        assertThat(verify("--table", "shop.accounts")).isEqualTo(ExitCodes.PROBLEM);
        assertThat(screen.err()).contains("No table that copy captures fits");
    }
}
