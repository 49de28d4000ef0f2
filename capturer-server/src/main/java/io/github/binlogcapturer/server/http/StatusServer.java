package io.github.binlogcapturer.server.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.capture.CaptureControl;
import io.github.binlogcapturer.server.config.HttpSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves status, metrics, health and control over HTTP. Thread-safe.
 *
 * <p>It stands on the JDK's own server: a handful of small answers to a browser, a scraper and some scripts need no framework, and what is
 * not there needs no update. What that server leaves to the process is set here: no more threads than connections, and short limits on the time, the size
 * and the number of what callers send, so that a slow or rude one costs little. They are system properties of the JDK, read when
 * the first server of the process is made; those that are set already stay.
 */
public final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int USUAL_THREADS = 2;
    /** One for each connection, see the limits below. */
    private static final int MAX_THREADS = 128;

    private static final int BACKLOG = 64;
    private static final int MAX_BODY_BYTES = 4096;
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "300",
            "sun.net.httpserver.idleInterval", "30",
            "sun.net.httpserver.maxIdleConnections", "32",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.drainAmount", "4096",
            "jdk.httpserver.maxConnections", Integer.toString(MAX_THREADS));
    private static final Map<String, String> SECURITY = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final HttpSettings settings;
    private final Routes routes;
    private @Nullable HttpServer server;
    private @Nullable ThreadPoolExecutor executor;

    /**
     * Prepares a server; nothing listens yet.
     *
     * @param prometheusText what {@code /metrics} answers, such as {@code registry::scrape}
     */
    public StatusServer(HttpSettings settings, CaptureControl control, Supplier<String> prometheusText) {
        this(settings, control, prometheusText, PageFiles.beside(StatusServer.class));
    }

    StatusServer(HttpSettings settings, CaptureControl control, Supplier<String> prometheusText, PageFiles page) {
        this.settings = settings;
        this.routes = new Routes(control, prometheusText, new Gatekeeper(settings), page);
    }

    /**
     * Begins to listen. Does nothing if the settings do not enable it.
     *
     * @throws ConfigurationException if the port is in use or may not be used, or the address is not one of this machine
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("The status server was started before");
        }
        if (!settings.enabled()) {
            return;
        }
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        HttpServer made = listen();
        ThreadPoolExecutor workers = workers();
        made.setExecutor(workers);
        made.createContext("/", this::handle);
        made.start();
        executor = workers;
        server = made;
        String host = settings.bind().contains(":") ? "[" + settings.bind() + "]" : settings.bind();
        LOG.info("Status at http://{}:{}/", host, made.getAddress().getPort());
    }

    private HttpServer listen() {
        InetSocketAddress address = new InetSocketAddress(settings.bind(), settings.port());
        if (address.isUnresolved()) {
            throw new ConfigurationException(
                    "http.bind \"" + settings.bind() + "\" is not an address; use 127.0.0.1, or one of this machine");
        }
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            throw new ConfigurationException(
                    "Status cannot be served at " + settings.bind() + ":" + settings.port() + ": " + e.getMessage()
                            + ". Stop what listens there, or choose another http.port (httpPort in the original's files;"
                            + " 0 takes any free one) or http.bind",
                    e);
        } catch (SocketException e) {
            throw new ConfigurationException(
                    "Status cannot be served at " + settings.bind() + ":" + settings.port() + ": " + e.getMessage()
                            + ". Choose an http.port above 1023 and an http.bind of this machine",
                    e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Status cannot be served at " + settings.bind() + ":" + settings.port() + ": " + e.getMessage()
                            + ". Choose another http.port or http.bind, or set http.enabled to false",
                    e);
        }
    }

    /**
     * A thread is busy from the first byte of a request to the last one of its answer, so a few slow callers would keep all others, those who
     * ask whether this is alive too, from being heard. So there may be as many as connections; only beyond that, where a server whose
     * executor refuses work would leave callers hanging, they wait.
     */
    private static ThreadPoolExecutor workers() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                USUAL_THREADS,
                MAX_THREADS,
                30,
                TimeUnit.SECONDS,
                new HandOver(),
                task -> {
                    Thread thread = new Thread(task, "http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> pool.getQueue().add(task));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /** Takes a task only where a thread waits for one, so that the pool makes another thread else; what is added in any case waits. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        @Override
        public boolean add(Runnable task) {
            put(task);
            return true;
        }
    }

    /**
     * Returns the port it listens at.
     *
     * @throws IllegalStateException if it does not listen
     */
    public synchronized int port() {
        HttpServer made = server;
        if (made == null) {
            throw new IllegalStateException("The status server does not listen");
        }
        return made.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        if (exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1).length > MAX_BODY_BYTES) {
            return Answer.error(413, "Requests need no content; send parameters in the address");
        }
        try {
            return routes.answer(new Routes.Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    "http " + exchange.getRemoteAddress().getAddress().getHostAddress()));
        } catch (RuntimeException e) {
            LOG.error("A request for {} has failed", exchange.getRequestURI().getPath(), e);
            return Answer.error(500, "This could not be answered; the program's log says why");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        SECURITY.forEach(headers::set);
        answer.headers().forEach(headers::set);
        byte[] content = answer.content();
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        }
    }

    /** Ends at once: what is being answered is cut off. Idempotent. */
    @Override
    public synchronized void close() {
        HttpServer made = server;
        if (made != null) {
            made.stop(0);
        }
        ThreadPoolExecutor workers = executor;
        if (workers != null) {
            workers.shutdownNow();
        }
        server = null;
        executor = null;
    }
}
