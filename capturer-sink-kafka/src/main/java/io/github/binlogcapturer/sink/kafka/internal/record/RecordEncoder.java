package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.MessageFormat;
import org.jspecify.annotations.Nullable;

/** The format's encoder with its buffer; each call returns the bytes of one message, or null where the format has none. Owned by one thread. */
final class RecordEncoder {

    /** Of larger messages the memory is given back, so that one of them does not stay for good. */
    private static final int KEPT_BYTES = 4 << 20;

    private final MessageFormat format;
    private MessageBuffer buffer = new MessageBuffer();
    private MessageEncoder encoder;

    RecordEncoder(MessageFormat format) {
        this.format = format;
        this.encoder = format.encoder(buffer);
    }

    byte @Nullable [] key(TablePlan plan, Row row) {
        begin();
        plan.beginKey(buffer);
        if (!encoder.key(row)) {
            return null;
        }
        plan.endKey(buffer);
        return buffer.toByteArray();
    }

    byte[] change(Transaction transaction, int index) {
        begin();
        encoder.change(transaction, index);
        return buffer.toByteArray();
    }

    byte @Nullable [] changes(Transaction transaction, int from, int to) {
        begin();
        return taken(encoder.changes(transaction, from, to));
    }

    byte @Nullable [] begin(Transaction transaction) {
        begin();
        return taken(encoder.begin(transaction));
    }

    byte @Nullable [] end(Transaction transaction) {
        begin();
        return taken(encoder.end(transaction));
    }

    byte @Nullable [] schema(SchemaChange change) {
        begin();
        return taken(encoder.schema(change));
    }

    byte @Nullable [] watermark(CommitTs commitTs) {
        begin();
        return taken(encoder.watermark(commitTs));
    }

    private void begin() {
        if (buffer.array().length > KEPT_BYTES) {
            buffer = new MessageBuffer();
            encoder = format.encoder(buffer);
        }
        buffer.clear();
    }

    private byte @Nullable [] taken(boolean written) {
        return written ? buffer.toByteArray() : null;
    }
}
