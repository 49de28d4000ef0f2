package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A format that a test can read: {@code INSERT shop.orders 0/3 null {id=1, note=a}}.
 *
 * @param packs how many changes one message may hold, 1 for a format without such messages
 * @param mixes whether these may be of several tables and types
 * @param sides whether it has messages of begins, ends, schemas and watermarks
 */
record LineFormat(int packs, boolean mixes, boolean sides) implements MessageFormat {

    static LineFormat plain() {
        return new LineFormat(1, false, false);
    }

    @Override
    public String name() {
        return "line";
    }

    @Override
    public MessageEncoder encoder(MessageBuffer out) {
        return new Encoder(this, out);
    }

    private static final class Encoder implements MessageEncoder {

        private final LineFormat format;
        private final MessageBuffer out;

        Encoder(LineFormat format, MessageBuffer out) {
            this.format = format;
            this.out = out;
        }

        @Override
        public void change(Transaction transaction, int index) {
            RowChange change = transaction.changes().get(index);
            write(change.type() + " " + change.table() + " " + index + "/"
                    + transaction.changes().size() + " " + all(change.before()) + " " + all(change.after()));
        }

        @Override
        public boolean key(Row row) {
            if (row.schema().primaryKey().isEmpty()) {
                return false;
            }
            return write(row.schema().primaryKey().stream()
                    .map(column -> "\"" + column.name() + "\":" + row.text(column.index()))
                    .collect(Collectors.joining(",", "{", "}")));
        }

        @Override
        public boolean changes(Transaction transaction, int from, int to) {
            if (to - from > format.packs || (!format.mixes && isMixed(transaction, from, to))) {
                return false;
            }
            for (int i = from; i < to; i++) {
                change(transaction, i);
                write(i + 1 < to ? "; " : "");
            }
            return true;
        }

        private static boolean isMixed(Transaction transaction, int from, int to) {
            return transaction.changes().subList(from, to).stream()
                            .map(change -> change.table() + " " + change.type())
                            .distinct()
                            .count()
                    > 1;
        }

        @Override
        public boolean begin(Transaction transaction) {
            return format.sides && write("BEGIN");
        }

        @Override
        public boolean end(Transaction transaction) {
            return format.sides && write("END");
        }

        @Override
        public boolean schema(SchemaChange change) {
            return format.sides && write("SCHEMA " + change.after());
        }

        @Override
        public boolean watermark(CommitTs commitTs) {
            return format.sides && write("WATERMARK " + commitTs.value());
        }

        // not Row.toString, which shortens values
        private static String all(@Nullable Row row) {
            return row == null
                    ? "null"
                    : row.schema().columns().stream()
                            .map((Column column) -> column.name() + "=" + row.text(column.index()))
                            .collect(Collectors.joining(", ", "{", "}"));
        }

        private boolean write(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
            return true;
        }
    }
}
