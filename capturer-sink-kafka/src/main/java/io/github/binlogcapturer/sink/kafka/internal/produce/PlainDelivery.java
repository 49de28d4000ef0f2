package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At least once: an idempotent producer, which keeps each partition in order and free of duplicates as long as it lives. */
final class PlainDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(PlainDelivery.class);
    /** What a producer that has failed still has on its way must arrive before its successor begins again in front of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final Duration LAST_WORDS_AT_CLOSE = Duration.ofSeconds(2);

    private final ClientSettings clients;
    private final AtomicLong acknowledged;
    private final CurrentRun run = new CurrentRun();
    private boolean saidDuplicates;

    PlainDelivery(ClientSettings clients, AtomicLong acknowledged) {
        this.clients = clients;
        this.acknowledged = acknowledged;
    }

    @Override
    public @Nullable CommitTs open() {
        run.set(new ProducerRun(clients.producer(null, 0), acknowledged));
        return null;
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
        run.get().send(record);
    }

    @Override
    public void settle(CommitTs upTo) {
        run.get().flush();
    }

    @Override
    public @Nullable CommitTs reopen(ErrorClass reason) {
        if (!saidDuplicates) {
            saidDuplicates = true;
            LOG.warn(
                    "Delivery to {} is at least once: records since the last flush are sent again, so readers may see them"
                            + " twice. They can tell by the headers commit_ts and event_index",
                    clients);
        }
        run.end(LAST_WORDS);
        return open();
    }

    @Override
    public void breakOff() {
        run.end(Duration.ZERO);
    }

    @Override
    public void close() {
        run.end(LAST_WORDS_AT_CLOSE);
    }
}
