package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.micrometer.MicrometerMetrics;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures one target over all its captures: for its status, for its history, and for the monitoring system. */
final class TargetMonitor {

    private final TargetFigures figures = new TargetFigures();
    private final RateMeter transactionRate = new RateMeter();
    private final RateMeter changeRate = new RateMeter();
    private final History history = new History();
    private final MeterRegistry registry;
    private final MicrometerMetrics meters;
    private final CaptureMetrics both;
    private final CaptureClock clock;
    private final List<Meter> own = new ArrayList<>();
    private long sampledChanges;
    private long sampledNs;

    TargetMonitor(MeterRegistry registry, String target, CaptureClock clock) {
        this.registry = registry;
        this.meters = new MicrometerMetrics(registry, Tags.of("target", target));
        this.both = new TeeMetrics(figures, meters);
        this.clock = clock;
        this.sampledNs = clock.nanoTime();
    }

    /** Shows the target's state and restarts, which no capture knows of. */
    void watch(TargetRunner runner) {
        Tags tags = Tags.of("target", runner.plan().name());
        for (TargetState state : TargetState.values()) {
            own.add(Gauge.builder("capturer_target_state", () -> runner.view().state() == state ? 1 : 0)
                    .description("1 for the state that the target is in")
                    .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                    .register(registry));
        }
        own.add(FunctionCounter.builder(
                        "capturer_target_restarts_total",
                        runner,
                        of -> of.view().restarts())
                .description("How often the target's capture was made anew")
                .tags(tags)
                .register(registry));
    }

    CaptureMetrics metrics() {
        return both;
    }

    History history() {
        return history;
    }

    /** Once a second. A target that does not run falls behind all the same, and nobody else tells the monitoring system. */
    void tick(TargetRunner.View view, String target) {
        long nowNs = clock.nanoTime();
        transactionRate.tick(nowNs, figures.transactions.sum());
        changeRate.tick(nowNs, figures.changes.sum());
        CommitTs position = view.position();
        if (!view.active() && position != null) {
            meters.set(Metric.CHECKPOINT_LAG, target, lagSeconds(view));
            meters.set(Metric.CHECKPOINT_TS, target, (double) position.value());
        }
    }

    void sample(TargetRunner.View view) {
        long nowNs = clock.nanoTime();
        long changes = figures.changes.sum();
        double passed = (nowNs - sampledNs) / 1e9;
        history.add(clock.now(), lagSeconds(view), passed <= 0 ? 0 : (changes - sampledChanges) / passed);
        sampledChanges = changes;
        sampledNs = nowNs;
    }

    private double lagSeconds(TargetRunner.View view) {
        CommitTs position = view.position();
        double reported = figures.lagSeconds();
        if (!Double.isNaN(reported) || position == null) {
            return reported;
        }
        return Duration.between(position.instant(), clock.now()).toMillis() / 1e3;
    }

    void captureEnded() {
        figures.clearGauges();
        meters.clearGauges();
    }

    void close() {
        meters.close();
        own.forEach(registry::remove);
    }

    TargetStatus status(TargetRunner runner) {
        TargetPlan plan = runner.plan();
        TargetRunner.View view = runner.view();
        TargetRun run = view.run();
        TargetFailure last = view.last();
        return new TargetStatus(
                plan.name(),
                plan.kind(),
                plan.description(),
                view.state(),
                Explanation.of(view, plan.description()),
                view.position(),
                orNull(run == null ? Optional.<CommitTs>empty() : run.watermark()),
                duration(lagSeconds(view)),
                duration(figures.catchUpSeconds()),
                duration(figures.headroomSeconds()),
                transactionRate.perSecond(),
                changeRate.perSecond(),
                figures.transactions.sum(),
                figures.changes.sum(),
                plan.lanes(),
                figures.inFlight(),
                figures.conflicts.sum(),
                figures.refused.sum(),
                figures.bufferBytes(),
                figures.bufferLimitBytes(),
                run == null ? List.of() : run.regions(),
                view.restarts(),
                last == null ? null : last.text(),
                last == null ? null : last.at(),
                view.failedAt(),
                nextTry(view));
    }

    private static @Nullable Instant nextTry(TargetRunner.View view) {
        return view.state() == TargetState.WAITING ? view.nextTryAt() : null;
    }

    private static @Nullable CommitTs orNull(Optional<CommitTs> value) {
        return value.orElse(null);
    }

    private static @Nullable Duration duration(double seconds) {
        return Double.isNaN(seconds) || Double.isInfinite(seconds)
                ? null
                : Duration.ofMillis(Math.round(seconds * 1e3));
    }
}
