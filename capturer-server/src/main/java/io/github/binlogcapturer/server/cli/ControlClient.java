package io.github.binlogcapturer.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.binlogcapturer.server.config.HttpSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Speaks to the running program by its HTTP API. Blocks. */
final class ControlClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final Optional<String> token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param base {@code http://host:port} without a slash at its end */
    ControlClient(String base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    /**
     * Returns one that speaks to where a configuration has its program listen.
     *
     * @param variable the value of {@code CAPTURER_TOKEN}, which goes before the configuration's token
     */
    static ControlClient of(HttpSettings http, Optional<String> variable) {
        if (!http.enabled()) {
            throw CommandException.usage(
                    "HTTP is off in the configuration, so the program cannot be asked; set http.enabled");
        }
        if (http.port() == 0) {
            throw CommandException.usage(
                    "http.port is 0, any free one, so it is not known here; name the address with --url");
        }
        String host = http.bind().equals("0.0.0.0") || http.bind().equals("::") ? "127.0.0.1" : http.bind();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return new ControlClient("http://" + shown + ":" + http.port(), variable.or(http::token));
    }

    /** Asks how everything is. */
    JsonNode status() throws IOException, InterruptedException {
        return send(request("/api/status").GET());
    }

    /** Asks for something to be done with a target, and returns the sentence that says what was. */
    String target(String target, String action, String query) throws IOException, InterruptedException {
        String path = "/api/targets/" + URLEncoder.encode(target, UTF_8).replace("+", "%20") + "/" + action + query;
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()))
                .path("done")
                .asText();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw CommandException.notRunning(
                    "Nothing listens at " + base + ": the program does not run, or with another configuration");
        }
        JsonNode body = parse(answer);
        if (answer.statusCode() / 100 != 2) {
            String error = body.path("error").asText();
            throw CommandException.problem(error.isEmpty() ? base + " answered " + answer.statusCode() : error);
        }
        return body;
    }

    private JsonNode parse(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw CommandException.problem("What listens at " + base + " is not this program: it answered "
                    + answer.statusCode() + " without JSON; see http.port in the configuration");
        }
    }
}
