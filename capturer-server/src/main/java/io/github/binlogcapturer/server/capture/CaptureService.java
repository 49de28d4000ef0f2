package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all targets of a configuration, each by a capture and on a thread of its own, so that none waits for another. Thread-safe. Runs
 * once: {@link #start}, then {@link #close}.
 *
 * <p>A target whose capture fails is made anew after a pause, which doubles from one second to a minute, as long as its error may go away by
 * itself: the cluster or the target is not available, or a checkpoint cannot be reached. On any other error it stays as it is until
 * an operator acts. The state folder is locked meanwhile, so that no two processes run one configuration.
 */
public final class CaptureService implements CaptureControl, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureService.class);

    private static final long LOOK_MS = 200;

    private record Member(TargetRunner runner, TargetMonitor monitor) {}

    private final ServerPlan plan;
    private final MeterRegistry registry;
    private final CaptureClock clock;
    private final SharedPosition shared;
    private final Pace pace;
    private final Instant startedAt;
    private final Object ends = new Object();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private volatile @Nullable Running running;
    private boolean begun;

    /** What there is between start and close. */
    private record Running(ProcessLock lock, StateFolder state, AuditLog audit, Ticker ticker) {}

    /** Prepares the targets of a plan; nothing runs yet. */
    public CaptureService(ServerPlan plan, MeterRegistry registry, CaptureClock clock) {
        this(plan, registry, clock, CheckpointEdit.sharedPosition(plan), Pace.DEFAULT);
    }

    CaptureService(ServerPlan plan, MeterRegistry registry, CaptureClock clock, SharedPosition shared, Pace pace) {
        this.plan = plan;
        this.registry = registry;
        this.clock = clock;
        this.shared = shared;
        this.pace = pace;
        this.startedAt = clock.now();
    }

    /**
     * Starts all targets but the paused ones, and returns at once; how they fare is what {@link #status} says.
     *
     * @throws ConfigurationException if another process runs this configuration, or the state folder cannot be used
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start() {
        if (begun) {
            throw new IllegalStateException("A CaptureService starts once; make a new one");
        }
        ProcessLock lock = ProcessLock.take(plan.folder());
        try {
            StateFolder state = StateFolder.open(plan.folder());
            CheckpointEdit.takeOver(shared, plan, state);
            plan.targets().forEach(target -> members.put(target.name(), member(target, state)));
            running = new Running(lock, state, new AuditLog(plan.folder(), clock), new Ticker(this::tick, this::share));
            begun = true;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        members.values().forEach(member -> member.runner().start());
    }

    private Member member(TargetPlan target, StateFolder state) {
        TargetMonitor monitor = new TargetMonitor(registry, target.name(), clock);
        TargetRunner.Watcher watcher = new TargetRunner.Watcher() {
            @Override
            public void ended() {
                monitor.captureEnded();
            }

            @Override
            public void changed() {
                synchronized (ends) {
                    ends.notifyAll();
                }
            }
        };
        TargetRunner runner = new TargetRunner(target, plan.name(), state, monitor.metrics(), clock, pace, watcher);
        monitor.watch(runner);
        return new Member(runner, monitor);
    }

    private void tick(boolean sample) {
        members.values().forEach(member -> {
            TargetRunner.View view = member.runner().view();
            member.monitor().tick(view, member.runner().plan().name());
            if (sample) {
                member.monitor().sample(view);
            }
        });
    }

    /** Writes the smallest position of all targets, once all have one and none is on its way to another. */
    private void share() throws IOException {
        Running now = running;
        if (now == null || now.state().repositionsAny(members.keySet())) {
            return;
        }
        CommitTs smallest = null;
        for (Member member : members.values()) {
            CommitTs position = member.runner().view().position();
            if (position == null) {
                return;
            }
            smallest = smallest == null || position.compareTo(smallest) < 0 ? position : smallest;
        }
        if (smallest != null) {
            shared.write(smallest);
        }
    }

    @Override
    public ServiceStatus status() {
        Runtime jvm = Runtime.getRuntime();
        String version = CaptureService.class.getPackage().getImplementationVersion();
        return new ServiceStatus(
                plan.name(),
                version == null ? "development" : version,
                startedAt,
                clock.now(),
                jvm.totalMemory() - jvm.freeMemory(),
                jvm.maxMemory(),
                known().values().stream()
                        .map(member -> member.monitor().status(member.runner()))
                        .toList());
    }

    @Override
    public List<Sample> history(String target) {
        Member member = known().get(target);
        return member == null ? List.of() : member.monitor().history().samples();
    }

    /** The members never change once the service runs, and before that nobody may look. */
    private Map<String, Member> known() {
        return running == null ? Map.of() : members;
    }

    @Override
    public void pause(String target, String who) throws RefusedException, InterruptedException {
        wish(target, who, "pause " + target, (member, state) -> {
            if (member.runner().view().paused()) {
                throw new RefusedException("Target \"" + target + "\" is paused already; resume it to go on");
            }
            state.setPaused(target, true);
            member.runner().pause();
        });
    }

    @Override
    public void resume(String target, String who) throws RefusedException, InterruptedException {
        wish(target, who, "resume " + target, (member, state) -> {
            state.setPaused(target, false);
            if (!member.runner().resume()) {
                throw new RefusedException("Target \"" + target + "\" runs already; there is nothing to resume");
            }
        });
    }

    @Override
    public void skipTransaction(String target, CommitTs commitTs, String who)
            throws RefusedException, InterruptedException {
        wish(target, who, "skip " + commitTs.value() + " of " + target, (member, state) -> {
            requireFailedAt(target, commitTs, member.runner().view());
            state.addSkip(target, commitTs);
            member.runner().restart();
        });
    }

    private static void requireFailedAt(String target, CommitTs commitTs, TargetRunner.View view)
            throws RefusedException {
        CommitTs failedAt = view.failedAt();
        if (view.paused()) {
            throw new RefusedException("Target \"" + target + "\" is paused; resume it first, and skip where it fails");
        }
        if (failedAt == null) {
            throw new RefusedException("Target \"" + target + "\" has not failed at a transaction that is known; only"
                    + " the one that its last error names can be left out");
        }
        if (!failedAt.equals(commitTs)) {
            throw new RefusedException("Target \"" + target + "\" has failed at commit ts " + failedAt.value()
                    + ", not at " + commitTs.value() + "; only that one can be left out");
        }
    }

    /** What an operator wants done with a target. */
    private interface Wish {
        void carryOut(Member member, StateFolder state) throws RefusedException, IOException, InterruptedException;
    }

    /** Carries out one wish, and writes down what came of it. */
    private void wish(String target, String who, String what, Wish wish) throws RefusedException, InterruptedException {
        Running now = running;
        Member member = members.get(target);
        if (now == null) {
            throw new RefusedException("The program does not run any more; start it first");
        }
        try {
            if (member == null) {
                throw new RefusedException(
                        "There is no target \"" + target + "\"; there are " + String.join(", ", members.keySet()));
            }
            wish.carryOut(member, now.state());
            now.audit().write(who, what, "done");
        } catch (RefusedException e) {
            now.audit().write(who, what, "refused: " + e.getMessage());
            throw e;
        } catch (IOException e) {
            LOG.error("The state folder {} cannot be written", plan.folder(), e);
            now.audit().write(who, what, "failed: " + FailureText.of(e));
            throw new RefusedException("The state folder " + plan.folder() + " cannot be written: " + FailureText.of(e)
                    + "; make room or permit it, and try again");
        }
    }

    /**
     * Waits until no target runs any more and none will by itself. A paused target is in an operator's hands and may go on at any time, so
     * with one of these it is not the end.
     *
     * @return whether that is so, within the time
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        long endNs = System.nanoTime() + timeout.toNanos();
        while (!hasEnded()) {
            long leftMs = (endNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            // looked at without this lock, which targets take while they hold their own: a change in between is seen at
            // the next look
            synchronized (ends) {
                ends.wait(Math.min(leftMs, LOOK_MS));
            }
        }
        return true;
    }

    private boolean hasEnded() {
        return known().values().stream()
                .map(member -> member.runner().view().state())
                .allMatch(state -> state == TargetState.FAILED || state == TargetState.STOPPED);
    }

    /** Returns a paragraph for each target that has failed in a way that does not mend itself: which, and why. */
    public List<String> fatalErrors() {
        return members.values().stream()
                .map(Member::runner)
                .flatMap(runner -> fatal(runner).stream())
                .toList();
    }

    private static Optional<String> fatal(TargetRunner runner) {
        TargetFailure last = runner.view().last();
        return runner.view().state() == TargetState.FAILED && last != null
                ? Optional.of("Target \"" + runner.plan().name() + "\" ("
                        + runner.plan().description() + "): " + last.text())
                : Optional.empty();
    }

    /**
     * Ends all targets at once: each drains, lets its sink flush, and saves its position. Blocks as long as the slowest one takes, at most
     * its close timeout; one that hangs in opening its target is left behind after 10 s. Idempotent. If the thread is interrupted, nothing is
     * waited for any more and the interrupt flag stays set.
     */
    @Override
    public synchronized void close() {
        Running now = running;
        if (now == null) {
            return;
        }
        members.values().forEach(member -> member.runner().stop());
        awaitStopped();
        now.ticker().close();
        try {
            share();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The checkpoint file of all targets could not be written; those of the targets are", e);
        }
        running = null;
        members.values().forEach(member -> member.monitor().close());
        now.lock().close();
        synchronized (ends) {
            ends.notifyAll();
        }
    }

    private void awaitStopped() {
        try {
            for (Member member : members.values()) {
                if (!member.runner().awaitStopped()) {
                    LOG.warn(
                            "Target \"{}\" does not end and is left behind; what it has not confirmed comes again",
                            member.runner().plan().name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
