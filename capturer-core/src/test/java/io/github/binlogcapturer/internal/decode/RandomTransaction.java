package io.github.binlogcapturer.internal.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** Executes random statements, all determined by a seed. One text in four is that of an earlier statement of the same form. */
final class RandomTransaction {

    private final Random random;
    private final int partitions;
    private final int ids;
    private final boolean moving;
    private final NavigableMap<Long, Account> before = new TreeMap<>();
    private final PartitionedTable table;
    private final Map<String, List<String>> texts = new HashMap<>();

    RandomTransaction(int seed, int partitions, int ids, int statements, boolean moving) {
        this.random = new Random(seed);
        this.partitions = partitions;
        this.ids = ids;
        this.moving = moving;
        for (long id = 0; id < ids; id++) {
            if (random.nextBoolean()) {
                before.put(id, account(id));
            }
        }
        this.table = new PartitionedTable(partitions, before);
        for (int i = 0; i < statements; i++) {
            execute(random.nextInt(moving ? 6 : 4));
        }
    }

    NavigableMap<Long, Account> before() {
        return before;
    }

    PartitionedTable table() {
        return table;
    }

    private void execute(int form) {
        long[] present = some(true);
        switch (form) {
            case 0 -> insert(some(false));
            case 1 -> replace();
            case 2 -> table.update(text("pay"), row -> row.withBal(random.nextInt(3)), present);
            case 3 -> table.delete(text("delete"), present);
            case 4 -> table.update(text("move"), row -> row.withShard(shard(row.id())), present);
            default -> rename(some(true), some(false));
        }
    }

    private void insert(long[] absent) {
        if (absent.length > 0) {
            table.insert(text("insert"), accounts(absent));
        }
    }

    private void replace() {
        long[] replaced =
                random.longs(0, ids).distinct().limit(1 + random.nextInt(2)).toArray();
        table.replace(text("replace"), accounts(replaced));
    }

    /** Changes a key within the partition; of a row that changes key and partition at once the server logs no end. */
    private void rename(long[] present, long[] absent) {
        if (present.length > 0 && absent.length > 0) {
            table.update(text("rename"), row -> new Account(absent[0], row.shard(), row.bal(), row.note()), present[0]);
        }
    }

    private long[] some(boolean present) {
        return random.longs(4, 0, ids)
                .distinct()
                .filter(id -> table.rows().containsKey(id) == present)
                .limit(1 + random.nextInt(3))
                .toArray();
    }

    private Account[] accounts(long[] accountIds) {
        List<Account> accounts = new ArrayList<>();
        for (long id : accountIds) {
            accounts.add(account(id));
        }
        return accounts.toArray(Account[]::new);
    }

    private Account account(long id) {
        return new Account(id, shard(id), random.nextInt(3), "");
    }

    private long shard(long id) {
        return moving ? random.nextInt(2 * partitions) : id;
    }

    private String text(String form) {
        List<String> used = texts.computeIfAbsent(form, unused -> new ArrayList<>());
        if (used.isEmpty() || random.nextInt(4) > 0) {
            used.add(form + " " + used.size());
            return used.get(used.size() - 1);
        }
        return used.get(random.nextInt(used.size()));
    }
}
