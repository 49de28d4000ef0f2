package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders of files as the sink leaves them, and what a reader makes of them. */
final class Logs {

    private Logs() {}

    /** Writes each list of lists into a file of its own; the last one stays open. */
    static void write(Path folder, List<List<BinlogEvent>> files, int firstNumber) throws IOException {
        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer, 200, 300);
        for (int i = 0; i < files.size(); i++) {
            boolean last = i == files.size() - 1;
            codec.header(TestFile.header(firstNumber + i));
            TestFile.write(codec, files.get(i));
            if (!last) {
                codec.footer();
            }
            Files.write(path(folder, firstNumber + i, last ? ".seg.open" : ".seg"), buffer.toByteArray());
            buffer.clear();
        }
    }

    static Path path(Path folder, int number, String suffix) {
        return folder.resolve(String.format("binlog-%09d%s", number, suffix));
    }

    static List<BinlogEvent> read(Path folder, @Nullable CommitTs after) throws InterruptedException {
        List<BinlogEvent> events = new ArrayList<>();
        try (SegmentReader reader = SegmentReader.of(folder)) {
            reader.open(after);
            for (List<BinlogEvent> list = reader.next(); !list.isEmpty(); list = reader.next()) {
                events.addAll(list);
            }
        }
        return events;
    }

    /** Returns events so that equal ones are equal; a schema has no equality of its own. */
    static List<Object> comparable(List<BinlogEvent> events) {
        List<Object> all = new ArrayList<>();
        for (BinlogEvent event : events) {
            all.add(
                    event instanceof SchemaChange change
                            ? List.of(change.commitTs(), form(change.before()), form(change.after()))
                            : event);
        }
        return all;
    }

    private static String form(@Nullable TableSchema schema) {
        return schema == null ? "" : HexFormat.of().formatHex(SchemaForm.encode(schema));
    }

    /** Returns the events behind a commit ts, without schema changes at the very end. */
    static List<BinlogEvent> behind(List<BinlogEvent> events, long after) {
        int end = events.size();
        while (end > 0 && events.get(end - 1) instanceof SchemaChange) {
            end--;
        }
        return events.subList(0, end).stream()
                .filter(event -> event.commitTs().value() > after)
                .toList();
    }
}
