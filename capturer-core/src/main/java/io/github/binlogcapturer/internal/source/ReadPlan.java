package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.BinlogDesc;
import org.jspecify.annotations.Nullable;

/**
 * What a reader is to read: everything behind a position, or one entry.
 *
 * @param filter conditions on transactions, for looking back
 * @param only the one entry that is wanted, or null for all
 */
record ReadPlan(long afterTs, BinlogDesc filter, @Nullable CommitTs only) {

    static ReadPlan behind(CommitTs after, BinlogDesc filter) {
        return new ReadPlan(after.value(), filter, null);
    }

    static ReadPlan oneEntry(CommitTs commitTs) {
        return new ReadPlan(commitTs.value() - 1, BinlogDesc.getDefaultInstance(), commitTs);
    }

    /** Returns the answer, or {@link ReadFailure#MISSING} where the one entry that is wanted should be in it and is not. */
    StoreAnswer judge(String peer, StoreAnswer answer) {
        if (only == null || !(answer instanceof StoreAnswer.Progress progress) || holds(progress, only.value())) {
            return answer;
        }
        return StoreAnswer.Failed.of(
                ReadFailure.MISSING,
                peer + " has no entry of commit ts " + only + " any more, which was read before",
                null);
    }

    private static boolean holds(StoreAnswer.Progress progress, long ts) {
        // it would be the first, since the position is right below it
        return progress.chunk().size() > 0 && progress.chunk().commitTs(0) == ts;
    }
}
