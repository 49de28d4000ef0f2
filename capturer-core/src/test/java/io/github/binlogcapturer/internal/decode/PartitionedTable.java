package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Executes the statements of one transaction and logs them as the server does: by partition, with old images only where the partition also
 * gets a new row.
 */
final class PartitionedTable {

    private final NavigableMap<Long, Account> rows;
    private final List<List<Logged>> log = new ArrayList<>();

    PartitionedTable(int partitions, Map<Long, Account> rows) {
        this.rows = new TreeMap<>(rows);
        for (int i = 0; i < partitions; i++) {
            log.add(new ArrayList<>());
        }
    }

    NavigableMap<Long, Account> rows() {
        return rows;
    }

    /** Returns what was logged, by partition. */
    List<List<Logged>> log() {
        return log;
    }

    void insert(String sql, Account... added) {
        execute(sql, WireCodes.Mutation.INSERT, List.of(added), List.of());
    }

    void update(String sql, UnaryOperator<Account> change, long... ids) {
        List<Account> old = rowsOf(LongStream.of(ids));
        execute(sql, WireCodes.Mutation.UPDATE, old.stream().map(change).toList(), old);
    }

    void delete(String sql, long... ids) {
        execute(sql, WireCodes.Mutation.DELETE, List.of(), rowsOf(LongStream.of(ids)));
    }

    void replace(String sql, Account... replacing) {
        List<Account> displaced = rowsOf(Stream.of(replacing).mapToLong(Account::id));
        int kind = displaced.isEmpty() ? WireCodes.Mutation.INSERT : WireCodes.Mutation.UPDATE;
        execute(sql, kind, List.of(replacing), displaced);
    }

    private List<Account> rowsOf(LongStream ids) {
        return ids.mapToObj(rows::get).filter(Objects::nonNull).toList();
    }

    private void execute(String sql, int kind, List<Account> written, List<Account> gone) {
        gone.forEach(row -> rows.remove(row.id()));
        written.forEach(row -> rows.put(row.id(), row));
        for (int partition = 0; partition < log.size(); partition++) {
            List<Account> writtenHere = in(partition, written);
            List<Account> goneHere = in(partition, gone);
            if (!writtenHere.isEmpty() || (written.isEmpty() && !goneHere.isEmpty())) {
                log.get(partition).add(new Logged(sql, kind, writtenHere, goneHere));
            }
        }
    }

    private List<Account> in(int partition, List<Account> all) {
        return all.stream().filter(row -> row.shard() % log.size() == partition).toList();
    }
}
