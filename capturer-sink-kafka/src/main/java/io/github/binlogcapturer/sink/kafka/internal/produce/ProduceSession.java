package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import io.github.binlogcapturer.spi.SinkContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to Kafka, from {@link #open} to {@link #close}. What was written since the last durable point is kept, so that another
 * producer can begin there where one has failed. Used by one thread.
 */
public final class ProduceSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProduceSession.class);
    private static final long AHEAD_BYTES = 16L << 20;
    /** Much longer than a partition is without a leader, which shows the same. */
    private static final long STUCK_NS = TimeUnit.MINUTES.toNanos(5);

    private static final long VERIFY_NS = TimeUnit.MINUTES.toNanos(1);

    private final ProduceSettings settings;
    private final Admin admin;
    private final RecordSource records;
    private final Delivery delivery;
    private final Recovery recovery;
    private final Standstill standstill;
    private final WatermarkPace pace;
    private final Retained retained;
    private final RecordMaker.Output output;
    private final @Nullable CommitTs held;
    private @Nullable Encoders encoders;

    private boolean broken;
    private long settledNs;
    private long verifiedNs;

    private ProduceSession(ProduceSettings settings, SinkContext context, String target, Admin admin)
            throws InterruptedException {
        this.settings = settings;
        this.admin = admin;
        String threads = "capturer-" + context.capture() + "-sink-" + context.subscriber();
        AtomicLong acknowledged = new AtomicLong();
        this.recovery = new Recovery(target);
        this.pace = new WatermarkPace(settings.clock(), settings.watermarkIntervalNs());
        this.records = settings.records().apply(admin);
        this.delivery = delivery(context, acknowledged);
        this.output = (topic, record) -> delivery.send(record);
        this.standstill = new Standstill(
                threads + "-watch",
                settings.clock(),
                target,
                acknowledged::get,
                recovery::lastFailure,
                this::lookAround);
        try {
            standstill.start();
            this.held = first();
            this.retained = new Retained(held);
            this.encoders = new Encoders(threads + "-encode", settings.encoders(), records::maker, AHEAD_BYTES);
        } catch (Throwable e) {
            // errors too: threads and connections would stay
            close();
            throw e;
        }
        settledNs = settings.clock().nanoTime() - settings.flushIntervalNs();
        verifiedNs = settings.clock().nanoTime();
        LOG.info(
                "Sending to {}, {}",
                target,
                settings.exactlyOnce().on()
                        ? "exactly once for readers of committed records; Kafka holds all up to " + held
                        : "at least once: after a break some records are sent again");
    }

    /**
     * Starts the threads and the first producer. Waits while no broker answers.
     *
     * @throws ConfigurationException if a setting, a right or the control topic is not as needed
     * @throws io.github.binlogcapturer.error.SinkException if Kafka fails in a way that waiting does not heal
     * @throws InterruptedException if the thread was interrupted
     */
    public static ProduceSession open(ProduceSettings settings, SinkContext context) throws InterruptedException {
        String target = "Kafka at " + settings.clients();
        Admin admin = admin(settings.clients(), target);
        try {
            return new ProduceSession(settings, context, target, admin);
        } catch (Throwable e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Admin admin(ClientSettings clients, String target) {
        try {
            return Admin.create(clients.admin());
        } catch (KafkaException e) {
            String text = Recovery.text(e);
            if (text.contains("No resolvable bootstrap urls")) {
                // also while a name server is away
                throw new SinkException(
                        target + " cannot be found: " + text + ". Look at bootstrapServers and the name servers", e);
            }
            throw new ConfigurationException(target + " cannot be used: " + text, e);
        }
    }

    private Delivery delivery(SinkContext context, AtomicLong acknowledged) {
        ExactlyOnce exactlyOnce = settings.exactlyOnce();
        if (!exactlyOnce.on()) {
            return new PlainDelivery(settings.clients(), acknowledged);
        }
        String id = exactlyOnce.idFor(context);
        String doubt = exactlyOnce.doubt(context);
        if (doubt != null) {
            LOG.warn("{}", doubt);
        }
        return new TransactionalDelivery(
                settings.clients(),
                id,
                exactlyOnce.transactionTimeoutMs(),
                new PositionTopic(admin, settings.clients(), exactlyOnce, id),
                records.topics(),
                acknowledged);
    }

    private @Nullable CommitTs first() throws InterruptedException {
        standstill.enter("open");
        try {
            while (true) {
                try {
                    reach();
                    CommitTs found = delivery.open();
                    if (delivery instanceof TransactionalDelivery transactional) {
                        records.topics().expect(transactional.partitions());
                        records.topics().verify();
                    }
                    recovery.succeeded();
                    return found;
                } catch (KafkaException e) {
                    judge(e);
                }
            }
        } finally {
            standstill.leave();
        }
    }

    /** Returns the commit ts up to which, included, Kafka held everything at the start, or null where that is not known. */
    public @Nullable CommitTs held() {
        return held;
    }

    /**
     * Hands events to the producer, in order.
     *
     * @throws CapturerException if they cannot be sent; the session is of no use then
     * @throws InterruptedException if the thread was interrupted; the session is of no use then
     */
    public void write(List<BinlogEvent> events) throws InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        retained.add(events);
        pace.written(events);
        carryOut("send records", () -> produce(events), () -> {});
    }

    /**
     * Makes durable what was written, if it is time.
     *
     * @param force whether it is time in any case
     * @return whether everything written is durable
     * @throws CapturerException like {@link #write}
     * @throws InterruptedException like {@link #write}
     */
    public boolean flush(boolean force) throws InterruptedException {
        refuseBroken();
        long nowNs = settings.clock().nanoTime();
        if (!retained.isEmpty() && (force || nowNs - settledNs >= settings.flushIntervalNs())) {
            carryOut("acknowledge records", this::settle, this::settle);
            retained.settled();
            recovery.succeeded();
            verifyAtTimes();
            settledNs = settings.clock().nanoTime();
        }
        if (retained.isEmpty() && pace.isDue()) {
            carryOut("send watermarks", this::watermark, this::watermark);
            pace.sent();
        }
        return retained.isEmpty();
    }

    /** Only now, since what it speaks of might still have failed before. */
    private void watermark() throws InterruptedException {
        CommitTs upTo = retained.endTs();
        records.watermark(upTo, output);
        delivery.settle(upTo);
    }

    private void settle() throws InterruptedException {
        // what was sent again may turn out to have arrived altogether
        if (!retained.isEmpty()) {
            delivery.settle(retained.endTs());
        }
    }

    /** Somebody may give a topic more partitions at any time. */
    private void verifyAtTimes() throws InterruptedException {
        long nowNs = settings.clock().nanoTime();
        if (nowNs - verifiedNs >= VERIFY_NS) {
            verifiedNs = nowNs;
            verifyTopics();
        }
    }

    private void verifyTopics() throws InterruptedException {
        try {
            records.topics().verify();
            delivery.verify();
        } catch (ConfigurationException e) {
            if (!ErrorTable.mayPass(e)) {
                throw e;
            }
            LOG.debug("The topics cannot be looked at now", e);
        }
    }

    private void produce(List<BinlogEvent> events) throws InterruptedException {
        if (encoders != null) {
            encoders.encode(events, output);
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /**
     * Does something; where Kafka fails, everything since the last durable point is sent again by a new producer, and then the second step is
     * done, as often as it takes.
     */
    private void carryOut(String what, Step step, Step afterResend) throws InterruptedException {
        refuseBroken();
        broken = true;
        standstill.enter(what);
        try {
            Step next = step;
            boolean done = false;
            while (!done) {
                try {
                    next.run();
                    done = true;
                } catch (KafkaException e) {
                    ErrorClass reason = judge(e);
                    next = () -> {
                        resend(reason);
                        afterResend.run();
                    };
                }
            }
            broken = false;
        } finally {
            standstill.leave();
        }
    }

    private ErrorClass judge(KafkaException failure) throws InterruptedException {
        if (failure instanceof InterruptException) {
            // Kafka's exception leaves the mark, and the one that is thrown here says the same
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("Interrupted while Kafka was waited for");
            interrupted.initCause(failure);
            throw interrupted;
        }
        return recovery.judge(failure);
    }

    private void resend(ErrorClass reason) throws InterruptedException {
        retained.dropLanded(delivery.reopen(reason));
        verifyTopics();
        for (List<BinlogEvent> events : retained.lists()) {
            produce(events);
        }
    }

    /**
     * On the watch's thread: a topic that has changed under way ends what waits for it, and so does a cluster that answers while its producer gets
     * nowhere. Producers try again without end, also what can never succeed: a first record that was overtaken where a partition had
     * just got its leader is refused as out of order for ever.
     */
    private boolean lookAround(long standingNs) throws InterruptedException {
        try {
            verifyTopics();
            if (standingNs < STUCK_NS || !answers()) {
                return false;
            }
            LOG.warn(
                    "Kafka answers, but its producer has got nowhere for {} s; beginning again with another one",
                    TimeUnit.NANOSECONDS.toSeconds(standingNs));
            recovery.expectEnd();
        } catch (CapturerException e) {
            recovery.stop(e);
        }
        delivery.breakOff();
        return true;
    }

    private boolean answers() throws InterruptedException {
        try {
            reach();
            return true;
        } catch (KafkaException e) {
            LOG.debug("No broker answers", e);
            return false;
        }
    }

    private void reach() throws InterruptedException {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(AdminCalls.TIMEOUT_MS);
        AdminCalls.answer(admin.describeCluster(options).clusterId());
    }

    private void refuseBroken() {
        if (broken) {
            throw new IllegalStateException("The sink has failed or was interrupted; close it and build a new one");
        }
    }

    /** Ends threads and connections; what is not durable is given up. Takes a few seconds at most. Idempotent. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            standstill.close();
            if (encoders != null) {
                encoders.close();
            }
            delivery.close();
        } finally {
            admin.close(Duration.ZERO);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
