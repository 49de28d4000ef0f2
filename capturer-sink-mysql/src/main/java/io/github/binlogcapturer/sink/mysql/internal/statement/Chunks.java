package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.statement.RowsStatement.Affected;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts rows into statements that the server takes, and collects them. */
final class Chunks {

    private static final int MAX_BUCKET = 256;
    /** What a number or a date takes as text, with what stands around it. */
    private static final int PLAIN_BYTES = 30;

    private final List<PlannedStatement> statements = new ArrayList<>();
    private final int maxRows;
    private final boolean buckets;
    private final long maxBytes;

    Chunks(ServerFacts facts, int maxRows, boolean buckets) {
        this.maxRows = buckets ? Math.min(maxRows, MAX_BUCKET) : maxRows;
        this.buckets = buckets;
        this.maxBytes = facts.maxAllowedPacket() / 2;
    }

    List<PlannedStatement> statements() {
        return statements;
    }

    void single(StatementShape shape, FoldedRow row, Affected affected) {
        statements.add(new RowsStatement(shape, List.of(row), affected));
    }

    /** Adds what puts a row by its key whether it is there or not, and touches no other row. */
    void put(FoldedRow row) {
        single(new StatementShape.Update(), row, Affected.UP_TO_ONE);
        single(new StatementShape.InsertMissing(), row, Affected.UP_TO_ONE);
    }

    void singles(StatementShape shape, List<FoldedRow> rows, Affected affected) {
        rows.forEach(row -> single(shape, row, affected));
    }

    /** Adds statements over rows whose tables need not write the same columns. */
    void add(StatementShape shape, List<FoldedRow> rows, Affected affected) {
        if (rows.isEmpty()) {
            return;
        }
        if (isOneLayout(rows)) {
            cut(shape, rows, affected);
            return;
        }
        Map<String, List<FoldedRow>> byLayout = new LinkedHashMap<>();
        rows.forEach(row -> byLayout.computeIfAbsent(row.table().insertHead(), unseen -> new ArrayList<>())
                .add(row));
        byLayout.values().forEach(group -> cut(shape, group, affected));
    }

    private static boolean isOneLayout(List<FoldedRow> rows) {
        TargetTable table = rows.get(0).table();
        for (FoldedRow row : rows) {
            if (row.table() != table && !row.table().insertHead().equals(table.insertHead())) {
                return false;
            }
        }
        return true;
    }

    private void cut(StatementShape shape, List<FoldedRow> rows, Affected affected) {
        int from = 0;
        while (from < rows.size()) {
            int count = fitting(rows, from);
            if (buckets) {
                count = Integer.highestOneBit(count);
            }
            statements.add(new RowsStatement(shape, List.copyOf(rows.subList(from, from + count)), affected));
            from += count;
        }
    }

    private int fitting(List<FoldedRow> rows, int from) {
        int end = (int) Math.min(rows.size(), (long) from + maxRows);
        long bytes = 0;
        for (int i = from; i < end; i++) {
            bytes += bytes(rows.get(i));
            if (bytes > maxBytes && i > from) {
                return i - from;
            }
        }
        return end - from;
    }

    private static long bytes(FoldedRow folded) {
        Row row = folded.image();
        long bytes = 0;
        for (Column column : row.schema().columns()) {
            boolean plain = switch (column.type()) {
                case STRING, JSON, HLL, BITMAP, TDIGEST -> row.isNull(column.index());
                default -> true;
            };
            // in hex, or all of it escaped, it is twice as long
            bytes += plain ? PLAIN_BYTES : 4 + 2L * row.byteCount(column.index());
        }
        return bytes;
    }
}
