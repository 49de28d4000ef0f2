package io.github.binlogcapturer.sink.kafka.internal.record;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** How large a record is on its way, alone in its batch and uncompressed: what the broker compares with a topic's limit, at most. */
final class RecordSize {

    /** The header of a batch, and the largest fields of a record in front of its key. */
    private static final int OVERHEAD = 61 + 21;

    private RecordSize() {}

    static long of(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        long size = OVERHEAD + sized(key) + sized(value) + varintBytes(headers.size());
        for (Header header : headers) {
            // names are ASCII
            size += varintBytes(header.key().length()) + header.key().length() + sized(header.value());
        }
        return size;
    }

    private static long sized(byte @Nullable [] bytes) {
        return bytes == null ? 1 : (long) varintBytes(bytes.length) + bytes.length;
    }

    /** Returns the length of a number from 0 on as Kafka writes it, with a bit for the sign. */
    private static int varintBytes(int number) {
        int bits = 33 - Integer.numberOfLeadingZeros(number);
        return Math.max(1, (bits + 6) / 7);
    }
}
