package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes files as the sink does. */
final class TestFile {

    static final SegmentHeader HEADER = new SegmentHeader("shop", "archive", 1, 1_700_000_000_000L);

    private TestFile() {}

    static SegmentHeader header(long number) {
        return new SegmentHeader("shop", "archive", number, 1_700_000_000_000L + number);
    }

    /** Writes a list that ends with a complete group. */
    static void write(SegmentCodec codec, List<BinlogEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            BinlogEvent event = events.get(i);
            if (event instanceof Transaction transaction) {
                codec.begin(transaction);
                for (int change = 0; change < transaction.changes().size(); change++) {
                    codec.change(transaction, change);
                }
                codec.commit(transaction, !isShared(transaction.commitTs(), events.subList(i + 1, events.size())));
            } else if (event instanceof SchemaChange change) {
                codec.schema(change);
            } else if (event instanceof Heartbeat heartbeat) {
                codec.heartbeat(heartbeat);
            }
        }
    }

    private static boolean isShared(CommitTs commitTs, List<BinlogEvent> rest) {
        return rest.stream()
                .anyMatch(next -> next instanceof Transaction && next.commitTs().equals(commitTs));
    }

    static byte[] file(List<BinlogEvent> events, boolean closed) {
        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer, 200, 300);
        codec.header(HEADER);
        write(codec, events);
        if (closed) {
            codec.footer();
        }
        return buffer.toByteArray();
    }

    static SegmentTail.Tail scan(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return SegmentTail.scan(channel);
        }
    }

    static SegmentTail.Tail scan(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        return scan(path);
    }

    static SegmentHeader.Found header(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        try (FileChannel channel = FileChannel.open(path)) {
            return SegmentHeader.read(channel);
        }
    }
}
