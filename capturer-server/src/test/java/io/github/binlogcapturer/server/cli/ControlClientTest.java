package io.github.binlogcapturer.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.server.terminal.Colours;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlClientTest {

    private static final String STATUS = "{\"name\":\"shop\",\"version\":\"1\",\"startedAt\":\"2026-11-21T07:00:00Z\","
            + "\"heapUsedBytes\":1048576,\"heapMaxBytes\":2097152,\"targets\":[{\"name\":\"mysql\",\"state\":\"failed\",\"explain\":\"waits\","
            + "\"lagSeconds\":90.5,\"catchUpSeconds\":null,\"retentionHeadroomSeconds\":7200,\"changes\":1234,\"changesPerSecond\":2.5,"
            + "\"position\":{\"ts\":\"57000267173068801\",\"time\":\"2026-11-21T07:39:23Z\"},\"lastError\":\"row \\u001b[2J refused\","
            + "\"lastErrorAt\":\"2026-11-21T07:40:00Z\",\"failedAt\":{\"ts\":\"57000267173068802\",\"time\":\"2026-11-21T07:39:24Z\"}}]}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int code = 200;
    private volatile String answer = "{\"done\":\"Paused.\"}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ControlClient client(Optional<String> variable) {
        return ControlClient.of(
                new HttpSettings(true, "0.0.0.0", server.getAddress().getPort(), Optional.of("configured")), variable);
    }

    @Test
    void shouldShowTheTokenOfTheConfigurationOrTheEnvironment() throws IOException, InterruptedException {
        assertThat(client(Optional.empty()).target("my target", "pause", "")).isEqualTo("Paused.");
        client(Optional.of("variable")).target("mysql", "skip", "?commitTs=7&confirm=7");

        assertThat(requests)
                .containsExactly(
                        "POST /api/targets/my%20target/pause Bearer configured",
                        "POST /api/targets/mysql/skip?commitTs=7&confirm=7 Bearer variable");
    }

    @Test
    void shouldHandOnWhatTheProgramRefuses() {
        code = 409;
        answer = "{\"error\":\"There is no target x; name mysql\"}";

        assertThatThrownBy(() -> client(Optional.empty()).target("x", "resume", ""))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.PROBLEM))
                .hasMessage("There is no target x; name mysql");
    }

    @Test
    void shouldTellThatTheProgramDoesNotRun() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(() -> new ControlClient("http://127.0.0.1:" + port, Optional.empty()).status())
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.NOT_RUNNING))
                .hasMessageContaining("Nothing listens at http://127.0.0.1:" + port);
    }

    @Test
    void shouldTellAnotherProgramAtTheAddress() {
        answer = "<html>";

        assertThatThrownBy(() -> client(Optional.empty()).status()).hasMessageContaining("is not this program");
    }

    @Test
    void shouldRefuseWhereTheAddressIsNotKnown() {
        assertThatThrownBy(() ->
                        ControlClient.of(new HttpSettings(false, "127.0.0.1", 80, Optional.empty()), Optional.empty()))
                .hasMessageContaining("http.enabled");
        assertThatThrownBy(() ->
                        ControlClient.of(new HttpSettings(true, "127.0.0.1", 0, Optional.empty()), Optional.empty()))
                .hasMessageContaining("--url");
    }

    @Test
    void shouldShowTheStatusToPeople() throws IOException {
        StringWriter text = new StringWriter();
        new StatusText(new PrintWriter(text, true), Colours.of(false)).print(new ObjectMapper().readTree(STATUS));

        assertThat(text.toString())
                .contains(
                        "shop, version 1, since 2026-11-21T07:00:00Z, heap 1.0 MiB of 2.0 MiB",
                        "1 min 30 s",
                        "2 h",
                        "1,234",
                        "2026-11-21T07:39:23Z",
                        "mysql: waits",
                        "last error 2026-11-21T07:40:00Z: row \\u001b[2J refused",
                        "capturer skip mysql 57000267173068802")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldAskByTheCommand() {
        answer = STATUS;
        Screen screen = Screen.silent();

        int rc = CommandLineProgram.execute(
                screen.console(),
                "status",
                "--json",
                "--url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");

        assertThat(rc).as(screen.err()).isZero();
        assertThat(screen.out()).contains("\"name\" : \"mysql\"");
    }
}
