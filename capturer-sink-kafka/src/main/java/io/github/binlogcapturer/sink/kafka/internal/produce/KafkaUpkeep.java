package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordSettings;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What tools ask of a sink that is not open. Each method has clients of its own, and ends them. Thread-safe. */
public final class KafkaUpkeep {

    private static final long MAX_BLOCK_MS = 30_000;

    private final ClientSettings clients;
    private final RecordSettings records;
    private final @Nullable TopicCreation creation;
    private final ExactlyOnce exactlyOnce;
    private final int leastPartitions;

    /**
     * @param creation how missing topics are created, or null if they are not
     * @param leastPartitions how many partitions a topic of changes needs
     */
    public KafkaUpkeep(
            ClientSettings clients,
            RecordSettings records,
            @Nullable TopicCreation creation,
            ExactlyOnce exactlyOnce,
            int leastPartitions) {
        this.clients = Objects.requireNonNull(clients, "clients");
        this.records = Objects.requireNonNull(records, "records");
        this.creation = creation;
        this.exactlyOnce = Objects.requireNonNull(exactlyOnce, "exactlyOnce");
        this.leastPartitions = leastPartitions;
    }

    /** What is done with a client. */
    private interface Work<T> {
        T with(Admin admin) throws InterruptedException;
    }

    /** Looks at brokers, topics and position; changes nothing. */
    public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) throws InterruptedException {
        List<SinkFinding> findings = new ArrayList<>();
        try {
            return with(admin -> {
                ClusterCheck cluster = new ClusterCheck(admin, toString(), findings);
                if (cluster.brokers()) {
                    Position held = exactlyOnce.on() ? position(admin, cluster, context) : null;
                    new TopicCheck(admin, clients, records, creation, leastPartitions, findings)
                            .run(tables, held == null ? Map.of() : held.partitions());
                }
                return findings;
            });
        } catch (KafkaException e) {
            findings.add(SinkFinding.wrong(
                    this + " cannot be asked: " + Recovery.text(e),
                    "Look at bootstrapServers, the security settings and the brokers' logs"));
            return findings;
        }
    }

    private @Nullable Position position(Admin admin, ClusterCheck cluster, SinkContext context)
            throws InterruptedException {
        PositionTopic positions = positions(admin, context);
        return cluster.positions(positions, exactlyOnce, context);
    }

    /**
     * Returns what the control topic keeps.
     *
     * @throws SinkException if it cannot be read
     */
    public Optional<CommitTs> heldPosition(SinkContext context) throws InterruptedException {
        if (!exactlyOnce.on()) {
            return Optional.empty();
        }
        try {
            return with(admin -> {
                PositionTopic positions = positions(admin, context);
                Position held = positions.isThere() ? positions.read() : null;
                return held == null ? Optional.empty() : Optional.ofNullable(held.commitTs());
            });
        } catch (KafkaException e) {
            throw failed("read the position", e);
        } catch (CheckpointException e) {
            throw new SinkException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes the control topic forget the position, and fences whoever has the group.
     *
     * @throws SinkException if that fails
     */
    public void forgetPosition(SinkContext context) throws InterruptedException {
        if (!exactlyOnce.on()) {
            return;
        }
        try {
            with(admin -> {
                PositionTopic positions = positions(admin, context);
                if (positions.isThere()) {
                    forget(positions, context);
                }
                return true;
            });
        } catch (KafkaException e) {
            throw failed("forget the position", e);
        }
    }

    private void forget(PositionTopic positions, SinkContext context) throws InterruptedException {
        Map<String, Object> settings = clients.producer(exactlyOnce.idFor(context), exactlyOnce.transactionTimeoutMs());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        ProducerRun run = new ProducerRun(settings, new AtomicLong());
        try {
            // from here on nobody else commits for the group
            run.initTransactions();
            run.begin();
            run.send(positions.tombstone());
            run.commit();
        } finally {
            run.end(Duration.ZERO);
        }
    }

    private PositionTopic positions(Admin admin, SinkContext context) {
        return new PositionTopic(admin, clients, exactlyOnce, exactlyOnce.idFor(context));
    }

    private <T> T with(Work<T> work) throws InterruptedException {
        Admin admin = Admin.create(clients.admin());
        try {
            return work.with(admin);
        } catch (InterruptException e) {
            // Kafka's exception leaves the mark, and the one that is thrown here says the same
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("Interrupted while Kafka was waited for");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private SinkException failed(String what, KafkaException e) {
        if (ErrorTable.classOf(e) == ErrorClass.CONFIGURATION) {
            return new SinkException(
                    this + " refuses to " + what + ": " + Recovery.text(e)
                            + ". Look at rights, account and the sink's settings",
                    e);
        }
        return new SinkException(
                this + " does not " + what + " in topic " + exactlyOnce.controlTopic() + ": " + Recovery.text(e)
                        + ". Look at the brokers, then try again",
                e);
    }

    /** Returns the servers. */
    @Override
    public String toString() {
        return "Kafka at " + clients;
    }
}
