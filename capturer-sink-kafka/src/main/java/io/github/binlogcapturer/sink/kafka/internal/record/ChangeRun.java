package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects neighbouring changes of one transaction for one partition and packs them into as few records as the format and the topic's limit
 * allow. What cannot be packed goes one by one. Owned by one thread.
 */
final class ChangeRun {

    /** Bounds what is encoded again where a record comes out too large. */
    private static final int LONGEST = 512;

    private final ChangeRecords records;
    private final List<ChangeDraft> drafts = new ArrayList<>();

    ChangeRun(ChangeRecords records) {
        this.records = records;
    }

    void add(ChangeDraft draft, RecordMaker.Output out) throws InterruptedException {
        if (!drafts.isEmpty() && !follows(drafts.get(drafts.size() - 1), draft)) {
            flush(out);
        }
        drafts.add(draft);
        if (drafts.size() == LONGEST) {
            flush(out);
        }
    }

    void flush(RecordMaker.Output out) throws InterruptedException {
        write(0, drafts.size(), out);
        drafts.clear();
    }

    /** Forgets what a failure has left. */
    void clear() {
        drafts.clear();
    }

    private static boolean follows(ChangeDraft last, ChangeDraft next) {
        return last.index() + 1 == next.index()
                && last.partition() == next.partition()
                && last.plan().topic().equals(next.plan().topic());
    }

    private void write(int from, int to, RecordMaker.Output out) throws InterruptedException {
        ChangeRecords.Packing packing = pack(from, to, out);
        if (packing == ChangeRecords.Packing.TOO_LARGE) {
            halve(from, to, out);
        } else if (packing == ChangeRecords.Packing.NONE) {
            writeByKind(from, to, out);
        }
    }

    private void writeByKind(int from, int to, RecordMaker.Output out) throws InterruptedException {
        int start = from;
        while (start < to) {
            int end = endOfKind(start, to);
            // all of one kind were refused just now
            ChangeRecords.Packing packing =
                    end - start == to - from ? ChangeRecords.Packing.NONE : pack(start, end, out);
            if (packing == ChangeRecords.Packing.TOO_LARGE) {
                halve(start, end, out);
            } else if (packing == ChangeRecords.Packing.NONE) {
                writeSingly(start, end, out);
            }
            start = end;
        }
    }

    private void halve(int from, int to, RecordMaker.Output out) throws InterruptedException {
        int middle = (from + to) >>> 1;
        write(from, middle, out);
        write(middle, to, out);
    }

    private void writeSingly(int from, int to, RecordMaker.Output out) throws InterruptedException {
        for (int i = from; i < to; i++) {
            records.write(drafts.get(i), out);
        }
    }

    private ChangeRecords.Packing pack(int from, int to, RecordMaker.Output out) {
        if (to - from < 2) {
            return ChangeRecords.Packing.NONE;
        }
        ChangeDraft first = drafts.get(from);
        Transaction transaction = first.transaction();
        int index = first.index();
        return records.pack(transaction, index, index + to - from, first.plan(), first.partition(), out);
    }

    /** Returns where changes of the same table and type end. */
    private int endOfKind(int from, int to) {
        RowChange first = drafts.get(from).change();
        int end = from + 1;
        while (end < to
                && drafts.get(end).change().type() == first.type()
                && drafts.get(end).plan() == drafts.get(from).plan()) {
            end++;
        }
        return end;
    }
}
