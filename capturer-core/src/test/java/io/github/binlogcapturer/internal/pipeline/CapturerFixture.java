package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A capturer over a scripted source, and what tests of it share. */
@Timeout(30)
abstract class CapturerFixture {

    static final Duration WAIT = Duration.ofSeconds(10);

    final ScriptedSource source = new ScriptedSource(2);
    private final List<BinlogCapturer> built = new ArrayList<>();

    @AfterEach
    void close() {
        built.forEach(BinlogCapturer::close);
    }

    BinlogCapturerBuilder builder() {
        return BinlogCapturer.builder()
                .source(source)
                .startFrom(StartPosition.checkpointOr(StartPosition.after(CommitTs.of(100))));
    }

    BinlogCapturer build(BinlogCapturerBuilder builder) {
        BinlogCapturer capturer = builder.build();
        built.add(capturer);
        return capturer;
    }

    /** Returns a factory of daemon threads that are noted. */
    static ThreadFactory made(List<Thread> threads) {
        return task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        };
    }

    static Batch next(EventStream stream) throws InterruptedException {
        return next(stream, 1);
    }

    /** Gets as many changes as wanted in one batch: waits until they are all there. */
    static Batch next(EventStream stream, int changes) throws InterruptedException {
        Batch first = stream.getWithoutAck(1, WAIT);
        assertThat(first.isEmpty()).isFalse();
        if (changes == 1) {
            return first;
        }
        stream.rollback(first.id());
        await().until(() -> {
            Batch all = stream.getWithoutAck(changes);
            stream.rollback(all.id());
            return all.changeCount() > 1;
        });
        return stream.getWithoutAck(changes);
    }

    static List<BinlogEvent> collect(EventStream stream, int count) throws InterruptedException {
        List<BinlogEvent> events = new ArrayList<>();
        while (events.size() < count) {
            Batch batch = stream.getWithoutAck(1, WAIT);
            assertThat(batch.isEmpty()).isFalse();
            events.addAll(batch.events());
        }
        return events;
    }

    static List<Long> timestamps(Batch batch) {
        return batch.events().stream()
                .map(BinlogEvent::commitTs)
                .map(CommitTs::value)
                .toList();
    }
}
