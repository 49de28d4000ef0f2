package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TcpProxyTest {

    private EchoServer echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new EchoServer();
        proxy = TcpProxy.to("127.0.0.1", echo.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void shouldPassBytesBothWaysAndCountConnections() throws IOException {
        try (Socket one = connect();
                Socket two = connect()) {
            assertThat(ask(one, "hello")).isEqualTo("hello");
            assertThat(ask(two, "again")).isEqualTo("again");
            assertThat(proxy.connections()).isEqualTo(2);
            assertThat(proxy.openConnections()).isEqualTo(2);
        }
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void shouldPassTheEndOfEachDirection() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("last words".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("last words");
        }
    }

    @Test
    void shouldDelayEachDirection() throws IOException {
        try (Socket socket = connect()) {
            proxy.latency(Duration.ofMillis(30), Duration.ofMillis(20));
            long startNs = System.nanoTime();
            ask(socket, "x");
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void shouldCutAllAndWelcomeNewConnections() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "x");
            proxy.cutAll();
            assertThatThrownBy(() -> ask(socket, "y")).isInstanceOf(IOException.class);
        }
        try (Socket socket = connect()) {
            assertThat(ask(socket, "z")).isEqualTo("z");
        }
    }

    @Test
    void shouldRefuseNewConnectionsOnly() throws IOException {
        try (Socket open = connect()) {
            ask(open, "a");
            proxy.refuse(true);
            try (Socket refused = connect()) {
                assertThatThrownBy(() -> ask(refused, "b")).isInstanceOf(IOException.class);
            }
            assertThat(ask(open, "c")).isEqualTo("c");
            proxy.refuse(false);
        }
        try (Socket welcome = connect()) {
            assertThat(ask(welcome, "d")).isEqualTo("d");
        }
    }

    @Test
    void shouldHoldBackWithoutClosing() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "a");
            proxy.hold(true);
            socket.getOutputStream().write('b');
            socket.setSoTimeout(50);
            assertThatThrownBy(() -> socket.getInputStream().read()).hasMessageContaining("timed out");
            socket.setSoTimeout(10_000);
            proxy.hold(false);
            assertThat(socket.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void shouldCutAfterTheRequestWithTheMarkerOnce() throws IOException {
        proxy.cutAfter("COMMIT");
        try (Socket socket = connect()) {
            ask(socket, "first");
            assertThat(proxy.hasCutAtMarker()).isFalse();
            assertThatThrownBy(() -> ask(socket, "do COMMIT now")).isInstanceOf(IOException.class);
        }
        assertThat(proxy.hasCutAtMarker()).isTrue();
        assertThat(echo.heard()).isEqualTo("firstdo COMMIT now");
        try (Socket socket = connect()) {
            assertThat(ask(socket, "COMMIT")).isEqualTo("COMMIT");
        }
    }

    @Test
    void shouldCutBeforeTheRequestWithTheMarkerOnce() throws IOException {
        proxy.cutBefore("COMMIT");
        try (Socket socket = connect()) {
            ask(socket, "first");
            assertThatThrownBy(() -> ask(socket, "do COMMIT now")).isInstanceOf(IOException.class);
        }
        assertThat(echo.heard()).startsWith("first").doesNotContain("COMMIT");
        try (Socket socket = connect()) {
            assertThat(ask(socket, "COMMIT")).isEqualTo("COMMIT");
        }
    }

    @Test
    void shouldSeeAMarkerThatComesInPieces() throws IOException {
        proxy.cutBefore("COMMIT");
        try (Socket socket = connect()) {
            ask(socket, "COM");
            ask(socket, "MI");
            assertThatThrownBy(() -> ask(socket, "T")).isInstanceOf(IOException.class);
        }
        assertThat(echo.heard()).startsWith("COMMI").doesNotContain("COMMIT");
    }

    @Test
    void shouldRefuseAMarkerThatIsNotAscii() {
        assertThatThrownBy(() -> proxy.cutAfter("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proxy.cutAfter("déjà")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCommitAlthoughTheClientSawAnError() throws SQLException {
        assertThat(rowsAfterCutCommit(true)).isEqualTo(1);
    }

    @Test
    void shouldNotCommitWhatWasCutBefore() throws SQLException {
        assertThat(rowsAfterCutCommit(false)).isZero();
    }

    private static int rowsAfterCutCommit(boolean after) throws SQLException {
        assumeTrue(MariaDbServer.isAvailable());
        DatabaseServer server = MariaDbServer.shared();
        String database = server.createDatabase();
        try (TcpProxy between = TcpProxy.to(server.host(), server.port());
                Connection direct = server.connect(database);
                Statement statement = direct.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (id INT PRIMARY KEY)");
            between.latency(Duration.ofMillis(2));
            commitOverACut(between, database, after);
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static void commitOverACut(TcpProxy between, String database, boolean after) throws SQLException {
        String url = "jdbc:mysql://127.0.0.1:" + between.port() + "/" + database;
        try (Connection connection = DriverManager.getConnection(url, "root", "");
                Statement insert = connection.createStatement()) {
            connection.setAutoCommit(false);
            insert.executeUpdate("INSERT INTO t VALUES (1)");
            if (after) {
                between.cutAfter("COMMIT");
            } else {
                between.cutBefore("COMMIT");
            }
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(between.hasCutAtMarker()).isTrue();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends a text and reads as many bytes; an end in between is an error too. */
    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new IOException("The connection ended");
        }
        return new String(answer, StandardCharsets.US_ASCII);
    }
}
