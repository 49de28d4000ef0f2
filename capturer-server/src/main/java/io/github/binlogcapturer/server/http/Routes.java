package io.github.binlogcapturer.server.http;

import com.sun.net.httpserver.Headers;
import io.github.binlogcapturer.server.capture.CaptureControl;
import io.github.binlogcapturer.server.capture.Sample;
import io.github.binlogcapturer.server.capture.ServiceStatus;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.capture.TargetStatus;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the answer to a request. */
final class Routes {

    private static final String TARGETS = "/api/targets/";
    private static final String KNOWN =
            "there are /, /api/status, /api/history?target=NAME, /explain, /metrics, /health/live, /health/ready and"
                    + " POST /api/targets/NAME/{pause,resume,skip}";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final CaptureControl control;
    private final Supplier<String> prometheusText;
    private final Gatekeeper gatekeeper;
    private final PageFiles page;
    private final ControlRoutes actions;

    Routes(CaptureControl control, Supplier<String> prometheusText, Gatekeeper gatekeeper, PageFiles page) {
        this.control = control;
        this.prometheusText = prometheusText;
        this.gatekeeper = gatekeeper;
        this.page = page;
        this.actions = new ControlRoutes(control);
    }

    /** One request, of which only this much counts. */
    record Request(String method, URI address, Headers headers, String caller) {}

    Answer answer(Request request) throws InterruptedException {
        String path = request.address().getPath();
        if (path == null) {
            return Answer.error(400, "The address has no path; " + KNOWN);
        }
        Query query;
        try {
            query = Query.of(request.address());
        } catch (IllegalArgumentException e) {
            return Answer.error(400, "The query of the address is not encoded as it has to be: " + e.getMessage());
        }
        if (path.startsWith(TARGETS)) {
            return controlled(request, path.substring(TARGETS.length()), query);
        }
        Optional<Answer> found = read(request, path, query);
        if (found.isEmpty()) {
            return Answer.error(404, "There is nothing at " + path + "; " + KNOWN);
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads ? found.get() : notAllowed(request.method(), path, "GET, HEAD");
    }

    private static Answer notAllowed(String method, String path, String allowed) {
        return Answer.error(405, method + " is not for " + path + "; use " + allowed)
                .with("Allow", allowed);
    }

    private Answer controlled(Request request, String rest, Query query) throws InterruptedException {
        int slash = rest.lastIndexOf('/');
        if (slash <= 0) {
            return Answer.error(404, "There is nothing at " + TARGETS + rest + "; " + KNOWN);
        }
        if (!request.method().equals("POST")) {
            return notAllowed(request.method(), TARGETS + rest, "POST");
        }
        Optional<Answer> refused = gatekeeper.refuse(request.headers());
        return refused.isPresent()
                ? refused.get()
                : actions.handle(rest.substring(0, slash), rest.substring(slash + 1), query, request.caller());
    }

    private Optional<Answer> read(Request request, String path, Query query) {
        return switch (path) {
            case "/" -> Optional.of(root(request.headers()));
            case "/status.js", "/status.css" -> page.find(path.substring(1), known(request.headers()));
            case "/api/status" -> Optional.of(Answer.of(200, Answer.JSON, StatusJson.status(control.status())));
            case "/api/history" -> Optional.of(history(query));
            case "/explain" -> Optional.of(explain(query));
            case "/metrics" -> Optional.of(Answer.of(200, PROMETHEUS, prometheusText.get()));
            case "/health/live" -> Optional.of(Answer.of(200, Answer.TEXT, "alive\n"));
            case "/health/ready" -> Optional.of(ready());
            default -> Optional.empty();
        };
    }

    /** Browsers ask for HTML; the original's scripts do not, and get its text under the type that it sent. */
    private Answer root(Headers headers) {
        boolean html = String.join(",", headers.getOrDefault("Accept", List.of()))
                .toLowerCase(Locale.ROOT)
                .contains("text/html");
        Optional<Answer> found = html ? page.find("status.html", known(headers)) : Optional.empty();
        return found.orElseGet(() -> Answer.of(200, Answer.JSON, OriginalText.of(control.status())))
                .with("Vary", "Accept");
    }

    private static String known(Headers headers) {
        return String.join(",", headers.getOrDefault("If-None-Match", List.of()));
    }

    private Answer history(Query query) {
        Optional<String> target = query.get("target");
        if (target.isEmpty()) {
            return Answer.error(400, "History needs ?target=NAME; /api/status lists the targets");
        }
        if (find(control.status(), target.get()).isEmpty()) {
            return unknown(target.get());
        }
        List<Sample> samples = control.history(target.get());
        return Answer.of(200, Answer.JSON, StatusJson.history(target.get(), samples));
    }

    private Answer explain(Query query) {
        ServiceStatus status = control.status();
        Optional<String> wanted = query.get("target");
        if (wanted.isPresent() && find(status, wanted.get()).isEmpty()) {
            return unknown(wanted.get());
        }
        StringBuilder text = new StringBuilder();
        status.targets().stream()
                .filter(target -> wanted.isEmpty() || wanted.get().equals(target.name()))
                .forEach(target -> text.append(line(target, target.explain())));
        return Answer.of(200, Answer.TEXT, text.toString());
    }

    private static Answer unknown(String target) {
        return Answer.error(404, "There is no target \"" + target + "\"; /api/status lists them");
    }

    private static Optional<TargetStatus> find(ServiceStatus status, String name) {
        return status.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst();
    }

    private Answer ready() {
        List<TargetStatus> targets = control.status().targets();
        if (targets.isEmpty()) {
            return Answer.of(503, Answer.TEXT, "the targets have not started yet, or have ended\n");
        }
        boolean ready = targets.stream()
                .allMatch(target -> target.state() == TargetState.RUNNING || target.state() == TargetState.PAUSED);
        StringBuilder text = new StringBuilder();
        targets.forEach(target -> text.append(line(target, target.state().name().toLowerCase(Locale.ROOT))));
        return Answer.of(ready ? 200 : 503, Answer.TEXT, text.toString());
    }

    private static String line(TargetStatus target, String text) {
        return target.name() + ": " + text + "\n";
    }
}
