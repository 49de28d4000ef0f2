package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.kafka.internal.produce.KafkaUpkeep;
import io.github.binlogcapturer.sink.kafka.internal.produce.ProduceSession;
import io.github.binlogcapturer.sink.kafka.internal.produce.ProduceSettings;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.spi.SinkMaintenance;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends transactions to Kafka, each partition in commit order.
 *
 * <pre>{@code
 * Sink sink = KafkaSink.builder()
 *         .bootstrapServers("kafka-1:9092,kafka-2:9092")
 *         .topics(TopicRouter.template("cdc.{db}.{table}"))
 *         .exactlyOnce()
 *         .build();
 * }</pre>
 *
 * <p>Delivery is at least once by default: after a break some records are sent again, the same ones in the same order; {@link RecordHeaders}
 * tell them. What the producer before the break had on its way may arrive between these still, where the brokers were slow: readers
 * that need the order of a partition pass over what is not above the commit ts and index that they have seen. With {@link KafkaSinkBuilder#exactlyOnce()} everything goes in Kafka transactions that never cut one of the source and end with
 * the position that they reach, kept in a control topic; readers of committed records ({@code isolation.level=read_committed}) see each
 * change once, whatever breaks. Only one capturer may run for a capture and subscriber then: a second one fences the first, which
 * ends with a {@link FencedException} and commits nothing more.
 *
 * <p>A broker that is down is waited for, however long it takes, and said in the log; the capture is held back meanwhile. A producer
 * that fails for good is replaced by a new one, which begins behind the last records that are known to have arrived. Wrong rights, accounts,
 * topics and settings end the capture with an error that names them.
 *
 * <p>For one run. Owned by one thread at a time, like every {@link Sink}; records are encoded on threads of its own, which end with
 * {@link #close}.
 */
public final class KafkaSink implements Sink, SinkMaintenance {

    private final ProduceSettings settings;
    private final KafkaUpkeep upkeep;
    private @Nullable ProduceSession session;
    private boolean opened;

    KafkaSink(ProduceSettings settings, KafkaUpkeep upkeep) {
        this.settings = settings;
        this.upkeep = upkeep;
    }

    /** Starts a sink. */
    public static KafkaSinkBuilder builder() {
        return new KafkaSinkBuilder();
    }

    /**
     * Connects; under exactly once, takes the group over from whoever had it, and reads its position. Waits while no broker answers.
     *
     * @return up to where Kafka holds everything, included; null under at least once, and where nothing was sent yet
     * @throws ConfigurationException if an address cannot be resolved; if the account is turned down or lacks a right; if the control topic is
     *     missing and not to be created, or does not keep positions; if a topic's partition count has changed under records that go by key
     * @throws SinkException if Kafka fails in a way that waiting does not heal
     * @throws IllegalStateException if the sink was opened before
     * @throws InterruptedException if the thread was interrupted
     */
    @Override
    public @Nullable CommitTs open(SinkContext context) throws InterruptedException {
        if (opened) {
            throw new IllegalStateException("The sink is open already, or was; build a new one for each run");
        }
        opened = true;
        ProduceSession open = ProduceSession.open(settings, context);
        session = open;
        return open.held();
    }

    /** Returns whether the sink was built for exactly once. */
    @Override
    public boolean keepsPosition() {
        return isExactlyOnce();
    }

    /**
     * Encodes the events and hands them to the producer; blocks while its buffer is full. After an exception only {@link #close} is left.
     *
     * @throws ConfigurationException like {@link #open}
     * @throws FencedException if another instance has taken the group over
     * @throws SinkException if a record is too large, or Kafka fails in a way that trying again does not heal
     * @throws io.github.binlogcapturer.error.DataException if a value has no form in the format
     * @throws IllegalStateException if the sink is not open, or has failed
     * @throws InterruptedException if the thread was interrupted. Under exactly once the next {@link #open} finds out what has arrived
     */
    @Override
    public void write(List<BinlogEvent> events) throws InterruptedException {
        usable().write(events);
    }

    /**
     * Waits until Kafka has acknowledged everything, or commits the Kafka transaction, if the last time is longer ago than
     * {@link KafkaSinkBuilder#flushInterval}; at once if forced.
     *
     * @return whether everything that was written is durable
     * @throws ConfigurationException like {@link #write}, as are all others
     */
    @Override
    public boolean flush(boolean force) throws InterruptedException {
        return usable().flush(force);
    }

    /** Returns whether the sink was built for exactly once. */
    public boolean isExactlyOnce() {
        return settings.exactlyOnce().on();
    }

    /** Ends threads and connections. What is not durable yet is given up; waits a few seconds for it at most. Idempotent. */
    @Override
    public void close() {
        ProduceSession open = session;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Looks whether brokers answer, whether the tables' topics are there or will be created, what the account may do there as far as the brokers
     * tell, and under exactly once at the control topic and the transactional id. Takes up to about 10 s where no broker answers.
     */
    @Override
    public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) throws InterruptedException {
        return upkeep.check(context, tables);
    }

    /**
     * Reads the position from the control topic; empty under at least once. Waits for a Kafka transaction that is open there, up to its
     * timeout.
     */
    @Override
    public Optional<CommitTs> heldPosition(SinkContext context) throws InterruptedException {
        return upkeep.heldPosition(context);
    }

    /**
     * Writes a record without value over the position, under exactly once. It fences a capturer that still runs: that one commits nothing
     * more, and ends with an error.
     */
    @Override
    public void forgetPosition(SinkContext context) throws InterruptedException {
        upkeep.forgetPosition(context);
    }

    private ProduceSession usable() {
        ProduceSession open = session;
        if (open == null) {
            throw new IllegalStateException("The sink is not open; call open first");
        }
        return open;
    }

    /** Returns servers and delivery; no password. */
    @Override
    public String toString() {
        return "KafkaSink into " + settings.clients() + ", " + (isExactlyOnce() ? "exactly once" : "at least once");
    }
}
