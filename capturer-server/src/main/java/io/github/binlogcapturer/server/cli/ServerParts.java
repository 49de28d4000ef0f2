package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.capture.CaptureService;
import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.http.StatusServer;
import io.github.binlogcapturer.spi.CaptureClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;

/** What {@code run} starts and ends, as far as it has to know; made of the real captures and the status server. */
interface ServerParts extends AutoCloseable {

    /** Begins to serve and to capture. */
    void start();

    /** Waits until no target runs any more and none will by itself; returns whether that is so. */
    boolean awaitEnd(Duration timeout) throws InterruptedException;

    /** Returns one paragraph for each target that has ended. */
    List<String> fatalErrors();

    /** Drains, saves and ends. */
    @Override
    void close();

    /** Makes them by a configuration; starts nothing. */
    static ServerParts of(ServerPlan plan) {
        return new Real(plan);
    }

    /** The real ones. The status can be asked while the targets drain, so it ends last. */
    final class Real implements ServerParts {

        private final HttpSettings http;
        private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final CaptureService service;
        private final StatusServer status;

        private Real(ServerPlan plan) {
            this.http = plan.http();
            this.service = new CaptureService(plan, metrics, CaptureClock.system());
            this.status = new StatusServer(http, service, metrics::scrape);
        }

        @Override
        public void start() {
            if (http.enabled()) {
                status.start();
            }
            service.start();
        }

        @Override
        public boolean awaitEnd(Duration timeout) throws InterruptedException {
            return service.awaitEnd(timeout);
        }

        @Override
        public List<String> fatalErrors() {
            return service.fatalErrors();
        }

        @Override
        public void close() {
            try {
                service.close();
            } finally {
                status.close();
                metrics.close();
            }
        }
    }
}
