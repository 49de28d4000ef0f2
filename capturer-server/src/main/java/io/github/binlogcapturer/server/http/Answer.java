package io.github.binlogcapturer.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer to a request: status, headers, content. */
final class Answer {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    private final int status;
    private final byte[] content;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Answer(int status, String type, byte[] content) {
        this.status = status;
        this.content = content;
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
    }

    static Answer of(int status, String type, String content) {
        return new Answer(status, type, content.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, String type, byte[] content) {
        return new Answer(status, type, content);
    }

    /** What went wrong, and what to do. */
    static Answer error(int status, String sentence) {
        return new Answer(status, JSON, Json.object("error", sentence));
    }

    static Answer done(String sentence) {
        return new Answer(200, JSON, Json.object("done", sentence));
    }

    Answer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    int status() {
        return status;
    }

    byte[] content() {
        return content;
    }

    Map<String, String> headers() {
        return headers;
    }
}
