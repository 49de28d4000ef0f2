package io.github.binlogcapturer.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.config.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StatusServerTest {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final ControlDouble control = new ControlDouble();
    private final PageFiles page = new PageFiles()
            .add("status.html", "<!doctype html><title>Status</title>")
            .add("status.js", "'use strict'");
    private StatusServer server = server("127.0.0.1", Optional.empty());

    private StatusServer server(String bind, Optional<String> token) {
        StatusServer made = new StatusServer(
                new HttpSettings(true, bind, 0, token), control, () -> "capturer_reads_total 1.0\n", page);
        made.start();
        return made;
    }

    private void restart(String bind, String token) {
        server.close();
        server = server(bind, Optional.of(token).filter(text -> !text.isEmpty()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswerTheOriginalsScriptsAsTheOriginalDid() throws Exception {
        HttpResponse<String> answer = get("/", "Accept", "*/*");

        assertThat(answer.body()).isEqualTo("""
                        [status]

                        binlogReaderQueue.size:1000
                        binlogParserQueue.size:0
                        binlogSenderQueue.size:12
                        binlogReadCheckPoint:57000267173068801
                        """);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void shouldGiveBrowsersThePage() throws Exception {
        HttpResponse<String> answer = get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(answer.body()).contains("<title>Status</title>");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(get("/status.css").statusCode()).as("there is none here").isEqualTo(404);
    }

    @Test
    void shouldSendAFileOfThePageOnceOnly() throws Exception {
        String tag = get("/status.js").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = get("/status.js", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void shouldTellTheStatusAsJson() throws Exception {
        control.lakeState = TargetState.FAILED;
        HttpResponse<String> answer = get("/api/status");
        JsonNode status = new ObjectMapper().readTree(answer.body());

        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(status.get("name").asText()).isEqualTo("shop");
        JsonNode dw = status.get("targets").get(0);
        assertThat(dw.get("state").asText()).isEqualTo("running");
        assertThat(dw.get("position").get("ts").isTextual()).isTrue();
        assertThat(dw.get("position").get("ts").asText()).isEqualTo("57000267173068801");
        assertThat(dw.get("position").get("time").asText())
                .isEqualTo(ControlDouble.POSITION.instant().toString());
        assertThat(dw.get("watermark").isNull()).isTrue();
        assertThat(dw.get("lagSeconds").asDouble()).isEqualTo(2.5);
        assertThat(dw.get("retentionHeadroomSeconds").asDouble()).isEqualTo(18000);
        assertThat(dw.get("failedAt").isNull()).isTrue();
        JsonNode region = dw.get("regions").get(0);
        assertThat(region.get("binlogTable").asText()).isEqualTo("cdc.bl");
        assertThat(region.get("lagSeconds").asDouble()).isEqualTo(2.5);
        assertThat(region.get("holdsMerge").asBoolean()).isTrue();
        assertThat(region.get("stall").isNull()).isTrue();
        JsonNode lake = status.get("targets").get(1);
        assertThat(lake.get("lastError").asText()).isEqualTo("The disk is \"full\"");
        assertThat(lake.get("failedAt").get("ts").asText()).isEqualTo("57000267173068801");
    }

    @Test
    void shouldTellTheHistoryOfATarget() throws Exception {
        JsonNode history =
                new ObjectMapper().readTree(get("/api/history?target=dw").body());

        assertThat(history.get("target").asText()).isEqualTo("dw");
        assertThat(history.get("samples").get(0).get("lagSeconds").isNull()).isTrue();
        assertThat(history.get("samples").get(1).get("lagSeconds").asDouble()).isEqualTo(2.5);
        assertThat(get("/api/history").statusCode()).isEqualTo(400);
        assertThat(get("/api/history?target=x").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldExplainEachTargetOrOne() throws Exception {
        assertThat(get("/explain").body()).isEqualTo("dw: Waits for <region> 17.\nlake: Waits for <region> 17.\n");
        assertThat(get("/explain?target=lake").body()).isEqualTo("lake: Waits for <region> 17.\n");
        assertThat(get("/explain").headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void shouldNotBeReadyBeforeTheTargetsStart() throws Exception {
        control.begun = false;

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerWhileOthersAreSlow() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                slow.add(socket);
                socket.getOutputStream().write("GET /api/st".getBytes(StandardCharsets.US_ASCII));
            }

            // a slow one is thrown out after 10 s only
            long beginNs = System.nanoTime();
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).isLessThan(Duration.ofSeconds(9));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldServeMetrics() throws Exception {
        assertThat(get("/metrics").body()).isEqualTo("capturer_reads_total 1.0\n");
        assertThat(get("/metrics").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
    }

    @Test
    void shouldBeReadyOnceEachTargetThatIsNotPausedRuns() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        control.lakeState = TargetState.PAUSED;
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        control.lakeState = TargetState.WAITING;
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).isEqualTo("dw: running\nlake: waiting\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCarryOutWhatAnOperatorOfThisMachineWants() throws Exception {
        assertThat(post("/api/targets/dw/pause").body()).startsWith("{\"done\":\"Target \\\"dw\\\" is paused");
        assertThat(post("/api/targets/dw/resume").statusCode()).isEqualTo(200);
        assertThat(control.wishes).containsExactly("pause dw by http 127.0.0.1", "resume dw by http 127.0.0.1");
    }

    @Test
    void shouldTellWhyAWishIsRefused() throws Exception {
        control.lakeState = TargetState.PAUSED;
        HttpResponse<String> answer = post("/api/targets/lake/pause");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"Target \\\"lake\\\" is paused already; resume it to go on\"}");
    }

    @Test
    void shouldSkipOnlyWhatIsConfirmed() throws Exception {
        assertThat(post("/api/targets/dw/skip").statusCode()).isEqualTo(400);
        assertThat(post("/api/targets/dw/skip?commitTs=7").body()).contains("confirm it by &confirm=7");
        assertThat(post("/api/targets/dw/skip?commitTs=7&confirm=8").statusCode())
                .isEqualTo(400);
        assertThat(post("/api/targets/dw/skip?commitTs=x&confirm=x").statusCode())
                .isEqualTo(400);
        assertThat(post("/api/targets/dw/skip?commitTs=0&confirm=0").statusCode())
                .isEqualTo(400);
        assertThat(control.wishes).isEmpty();

        assertThat(post("/api/targets/dw/skip?commitTs=7&confirm=7").statusCode())
                .isEqualTo(200);
        assertThat(control.wishes).containsExactly("skip 7 of dw by http 127.0.0.1");
    }

    @Test
    void shouldAlwaysAskForAConfiguredToken() throws Exception {
        restart("127.0.0.1", "secret");
        assertThat(post("/api/targets/dw/pause").statusCode()).isEqualTo(401);
        assertThat(post("/api/targets/dw/pause", "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(control.wishes).isEmpty();
        assertThat(post("/api/targets/dw/pause", "Authorization", "Bearer secret")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/status").statusCode()).as("reading needs none").isEqualTo(200);
    }

    @Test
    void shouldRefuseControlBeyondThisMachineWithoutAToken() throws Exception {
        restart("0.0.0.0", "");
        HttpResponse<String> answer = post("/api/targets/dw/pause");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("configure http.token");
        assertThat(control.wishes).isEmpty();
    }

    @Test
    void shouldRefuseControlFromOtherPages() throws Exception {
        assertThat(post("/api/targets/dw/pause", "Origin", "http://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/targets/dw/pause", "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(control.wishes).isEmpty();
        assertThat(post("/api/targets/dw/pause", "Origin", "http://127.0.0.1:" + server.port())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldTellWhatThereIsWhereThereIsNothing() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").body()).startsWith("{\"error\":").contains("/api/status");
        assertThat(post("/api/targets/x/pause").statusCode()).isEqualTo(404);
        assertThat(post("/api/targets/dw/explode").statusCode()).isEqualTo(404);
        HttpResponse<String> answer = get("/api/targets/dw/pause");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
        assertThat(post("/api/status").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldAnswerHeadWithoutContent() throws Exception {
        HttpResponse<String> answer = send(request("/api/status").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0))
                .isPositive();
    }

    @Test
    void shouldRefuseLargeContent() throws Exception {
        HttpResponse<String> answer =
                send(request("/api/targets/dw/pause").POST(HttpRequest.BodyPublishers.ofString("x".repeat(5000))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(control.wishes).isEmpty();
    }

    @Test
    void shouldTellWhatToDoWhereThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            StatusServer second = new StatusServer(
                    new HttpSettings(true, "127.0.0.1", taken.getLocalPort(), Optional.empty()), control, () -> "");
            assertThatThrownBy(second::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("choose another http.port");
        }
    }

    @Test
    void shouldNotListenWhereItIsNotEnabled() {
        try (StatusServer off =
                new StatusServer(new HttpSettings(false, "127.0.0.1", 0, Optional.empty()), control, () -> "")) {
            off.start();
            assertThatThrownBy(off::port).isInstanceOf(IllegalStateException.class);
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(with(request(path), headers).GET());
    }

    private HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        return send(with(request(path), headers).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder builder, String... headers) {
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
