package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.FencedException;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Exactly once: each Kafka transaction ends with the position that it reaches. Whose position it is tells two runs of one group apart: each
 * claims it when it opens, and whoever then finds another's has been fenced.
 */
final class TransactionalDelivery implements Delivery {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /** For the other instance, if there is one, to claim the position before this one looks. */
    private static final long FENCE_PAUSE_MS = 1_000;

    private final ClientSettings clients;
    private final String id;
    private final int transactionTimeoutMs;
    private final PositionTopic positions;
    private final Topics topics;
    private final AtomicLong acknowledged;
    private final String owner = UUID.randomUUID().toString();

    private final Map<String, Integer> partitions = new HashMap<>();
    private final CurrentRun run = new CurrentRun();
    private volatile boolean claimed;

    TransactionalDelivery(
            ClientSettings clients,
            String id,
            int transactionTimeoutMs,
            PositionTopic positions,
            Topics topics,
            AtomicLong acknowledged) {
        this.clients = clients;
        this.id = id;
        this.transactionTimeoutMs = transactionTimeoutMs;
        this.positions = positions;
        this.topics = topics;
        this.acknowledged = acknowledged;
    }

    @Override
    public @Nullable CommitTs open() throws InterruptedException {
        run.end(Duration.ZERO);
        positions.prepare();
        start();
        Position kept = positions.read();
        CommitTs held = kept == null ? null : kept.commitTs();
        if (kept != null) {
            partitions.putAll(kept.partitions());
        }
        commit(held);
        claimed = true;
        return held;
    }

    @Override
    public void verify() throws InterruptedException {
        if (claimed) {
            positions.verify();
        }
    }

    /** Returns how many partitions topics had in earlier runs. */
    Map<String, Integer> partitions() {
        return Map.copyOf(partitions);
    }

    private void start() {
        ProducerRun starting = new ProducerRun(clients.producer(id, transactionTimeoutMs), acknowledged);
        run.set(starting);
        // whatever an earlier producer of this id left open is aborted or finished now, and it can commit nothing more
        starting.initTransactions();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        ProducerRun open = run.get();
        open.begin();
        open.send(record);
    }

    @Override
    public void settle(CommitTs upTo) {
        commit(upTo);
    }

    private void commit(@Nullable CommitTs upTo) {
        for (Topic topic : topics.known()) {
            partitions.put(topic.name(), topic.partitions());
        }
        ProducerRun open = run.get();
        open.begin();
        open.send(positions.record(new Position(upTo, owner, partitions)));
        open.commit();
    }

    @Override
    public @Nullable CommitTs reopen(ErrorClass reason) throws InterruptedException {
        run.end(Duration.ZERO);
        verify();
        if (reason == ErrorClass.FENCED) {
            // look first: beginning again would take the group from the other instance
            Thread.sleep(FENCE_PAUSE_MS);
            own(positions.read());
        }
        start();
        return own(positions.read()).commitTs();
    }

    private Position own(@Nullable Position kept) {
        if (kept == null) {
            throw new SinkException("The position of " + id + " has gone from topic " + positions.topic()
                    + " while it was in use, so it cannot be known whether the last transaction has arrived. Find out"
                    + " who deletes there, then start again from a position of your own");
        }
        if (!kept.owner().equals(owner)) {
            throw new FencedException("Another capturer has opened Kafka at " + clients + " as " + id
                    + " since, and has written there up to commit ts " + kept.commitTs()
                    + ". This one has written nothing more. Only one may run for a capture and subscriber: stop one of"
                    + " the two, or give them different names or ids by exactlyOnce(id)");
        }
        return kept;
    }

    @Override
    public void breakOff() {
        run.end(Duration.ZERO);
    }

    /** Aborts the transaction that is open, so that readers need not wait for its time to run out. */
    @Override
    public void close() {
        run.end(LAST_WORDS);
    }
}
