package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.sink.file.internal.segment.RecordReader.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a file's records and checks that they belong together: parts of a transaction in a row, commit ts in order, a footer that
 * agrees with what was read. Whoever needs the payloads looks at them behind each step.
 */
final class FileScan {

    /** Where a file stands behind a record. */
    enum Step {
        /** A schema, whose number is its place. */
        SCHEMA,
        SCHEMA_CHANGE,
        HEARTBEAT,
        /** A transaction's part. */
        PART,
        /** The footer, behind which the file ends as it should. */
        FOOTER,
        /** No record follows, nor a footer. */
        END,
        TORN,
        ZEROS,
        /** What is here is damaged or does not fit; {@link #problem} says how. */
        DAMAGED
    }

    private final RecordReader records;
    private final Contents contents;
    private final boolean whole;
    private long completeTs;
    /** The last commit ts of transactions that are complete only with others behind them, or 0. */
    private long groupTs;

    private boolean inTransaction;
    private long announced;
    private @Nullable String problem;

    /**
     * @param contents what was counted in front
     * @param completeTs the commit ts that was complete in front, in this file or the one before
     * @param whole whether records are read from the first one on, so that the footer can be checked
     */
    FileScan(RecordReader records, Contents contents, long completeTs, boolean whole) {
        this.records = records;
        this.contents = contents;
        this.completeTs = completeTs;
        this.whole = whole;
    }

    Step next() throws IOException {
        Outcome outcome = records.next();
        return switch (outcome) {
            case RECORD -> record();
            case END -> Step.END;
            case TORN -> Step.TORN;
            case ZEROS -> Step.ZEROS;
            case DAMAGED -> damaged("the bytes are not those that were written");
        };
    }

    private Step record() throws IOException {
        long ts = records.ts();
        return switch (records.kind()) {
            case Frame.SCHEMA -> {
                contents.addSchema(records.payload(), records.start());
                yield inTransaction ? damaged("a schema stands within a transaction") : Step.SCHEMA;
            }
            case Frame.SCHEMA_CHANGE -> {
                contents.addSchemaChange(ts);
                yield inTransaction ? damaged("a schema change stands within a transaction") : Step.SCHEMA_CHANGE;
            }
            case Frame.HEARTBEAT -> heartbeat(ts);
            case Frame.PART -> records.payloadBytes() == 0 ? damaged("a part is empty") : part(ts);
            default -> footer();
        };
    }

    private Step heartbeat(long ts) {
        if (groupTs != 0) {
            return damaged("a heartbeat stands within the transactions of commit ts " + groupTs);
        }
        if (ts <= 0 || ts < completeTs) {
            return damaged("a heartbeat of " + ts + " follows behind commit ts " + completeTs);
        }
        contents.addHeartbeat(ts, records.end());
        completeTs = ts;
        return Step.HEARTBEAT;
    }

    private Step part(long ts) {
        ByteCursor cursor = records.cursor();
        int flags = cursor.readByte();
        boolean first = (flags & Frame.FIRST) != 0;
        if (first == inTransaction) {
            return damaged(
                    first
                            ? "a transaction begins within another one"
                            : "a transaction's part has no first one in front");
        }
        if (!follows(ts)) {
            return damaged("a transaction of commit ts " + ts + " follows behind "
                    + (groupTs != 0 ? "an incomplete one of " + groupTs : "the complete commit ts " + completeTs));
        }
        announced = first ? TransactionParts.announced(cursor) : announced;
        groupTs = ts;
        inTransaction = (flags & Frame.LAST) == 0;
        if (inTransaction) {
            contents.addPart();
        } else {
            contents.addTransaction(ts, announced, (flags & Frame.COMPLETE) != 0, records.end());
            if ((flags & Frame.COMPLETE) != 0) {
                completeTs = ts;
                groupTs = 0;
            }
        }
        return Step.PART;
    }

    private boolean follows(long ts) {
        if (inTransaction) {
            return ts == groupTs;
        }
        return groupTs != 0 ? ts >= groupTs : ts > completeTs;
    }

    private Step footer() throws IOException {
        if (inTransaction || groupTs != 0) {
            return damaged("the file ends although commit ts " + groupTs + " is not complete");
        }
        if (whole && !contents.hasFooter(records.payload())) {
            return damaged(
                    "the footer does not agree with the records in front of it, so some are missing or not of here");
        }
        return switch (records.ending(Contents.trailer(records.start()))) {
            case END -> Step.FOOTER;
            case TORN -> Step.TORN;
            case ZEROS -> Step.ZEROS;
            default -> damaged("what stands behind the footer is not the end that was written");
        };
    }

    private Step damaged(String what) {
        problem = what;
        return Step.DAMAGED;
    }

    String problem() {
        return problem == null ? "" : problem;
    }

    RecordReader records() {
        return records;
    }

    Contents contents() {
        return contents;
    }

    /** Returns the commit ts up to which everything was there, in this file or the ones before. */
    long completeTs() {
        return completeTs;
    }

    /** Returns whether no transaction is begun, and none is to come that belongs to those in front. */
    boolean isBetweenGroups() {
        return groupTs == 0;
    }
}
