package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.EventLog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A log of lists in memory, with a failure or a long wait at its end if a test says so. */
final class MemoryLog implements EventLog {

    private final Queue<List<BinlogEvent>> lists;
    final CountDownLatch waiting = new CountDownLatch(1);

    @Nullable
    RuntimeException failure;

    boolean waits;

    @Nullable
    CommitTs openedAfter;

    int opens;
    volatile boolean closed;

    MemoryLog(List<List<BinlogEvent>> lists) {
        this.lists = new ArrayDeque<>(lists);
    }

    @Override
    public void open(@Nullable CommitTs after) {
        opens++;
        openedAfter = after;
    }

    @Override
    public List<BinlogEvent> next() throws InterruptedException {
        List<BinlogEvent> list = lists.poll();
        if (list != null) {
            return list;
        }
        if (waits) {
            waiting.countDown();
            new CountDownLatch(1).await();
        }
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
    }
}
