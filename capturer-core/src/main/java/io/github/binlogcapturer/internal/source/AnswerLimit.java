package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.spi.Region;

/** How large the next answer of one reader may be: the usual size, or as much memory as it has taken. Owned by the reader's thread. */
final class AnswerLimit {

    private static final long MIB = 1L << 20;
    private static final long SLACK_BYTES = 64 << 10;

    private final Region region;
    private final AnswerMemory memory;
    private final CloseSignal signal;
    private final int usualBytes;
    private long takenBytes;

    AnswerLimit(Region region, AnswerMemory memory, CloseSignal signal, int usualBytes) {
        this.region = region;
        this.memory = memory;
        this.signal = signal;
        this.usualBytes = usualBytes;
    }

    int bytes() {
        return takenBytes > 0 ? (int) Math.min(takenBytes, Integer.MAX_VALUE) : usualBytes;
    }

    boolean isRaised() {
        return takenBytes > 0;
    }

    /**
     * Takes memory for an answer of some size; waits for it. The answer grows by a heartbeat per second meanwhile, hence a little more.
     *
     * @throws ConfigurationException if it will never be free
     */
    void raise(long bytes, long positionTs) throws InterruptedException {
        release();
        if (bytes > memory.totalBytes()) {
            long enoughMiB = (bytes + bytes / 8) / MIB + 1;
            throw new ConfigurationException("The next transaction of " + region + " behind commit ts "
                    + CommitTs.of(positionTs) + " comes in an answer of " + bytes
                    + " bytes, more than all the memory for answers, " + memory.totalBytes()
                    + ". Set BinlogCapturerBuilder.memoryLimit to " + enoughMiB + " MiB (" + enoughMiB * MIB
                    + ") or more; the capture goes on from its checkpoint");
        }
        long wantedBytes = Math.min(bytes + bytes / 16 + SLACK_BYTES, memory.totalBytes());
        memory.take(wantedBytes, signal);
        takenBytes = wantedBytes;
    }

    /** Gives back what was taken. Who takes over the answer counts its bytes from then on. */
    void release() {
        if (takenBytes > 0) {
            memory.giveBack(takenBytes);
            takenBytes = 0;
        }
    }

    /** Ends a wait for memory once the signal is closed. */
    void wake() {
        memory.wake();
    }
}
