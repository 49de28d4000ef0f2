package io.github.binlogcapturer;

import io.github.binlogcapturer.event.TableName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Restricts a capture to the transactions of somebody or something, for looking back: who changed this table last night, what did that
 * statement do. A transaction passes where it meets every condition that is set; of its changes those pass that belong to one
 * of the tables and one of the signs. The binlog is filtered by the server as far as it can, and by the library in any case.
 *
 * <p>Immutable: each method returns a new one.
 *
 * @param user the SQL user, or null for any
 * @param userIp the address the user came from, or null for any
 * @param tables the tables, of which one at least was changed; empty for any
 * @param signs digests of statements as {@link io.github.binlogcapturer.event.Statement#sign} tells them; empty for any
 * @param txnIds transaction ids; empty for any. No server filters by them
 */
public record Flashback(
        @Nullable String user, @Nullable String userIp, Set<TableName> tables, Set<Long> signs, Set<Long> txnIds) {

    private static final Flashback ANY = new Flashback(null, null, Set.of(), Set.of(), Set.of());

    public Flashback {
        tables = Set.copyOf(tables);
        signs = Set.copyOf(signs);
        txnIds = Set.copyOf(txnIds);
    }

    /** Returns one without conditions. */
    public static Flashback any() {
        return ANY;
    }

    /** Returns this one with the condition that a user did it. */
    public Flashback user(String name) {
        return new Flashback(name, userIp, tables, signs, txnIds);
    }

    /** Returns this one with the condition that it was done from an address. */
    public Flashback userIp(String address) {
        return new Flashback(user, address, tables, signs, txnIds);
    }

    /** Returns this one with the condition that one of some tables, as {@code database.table}, was changed. */
    public Flashback tables(String... names) {
        Set<TableName> parsed = new HashSet<>();
        for (String name : names) {
            parsed.add(TableName.parse(name));
        }
        return new Flashback(user, userIp, parsed, signs, txnIds);
    }

    /** Returns this one with the condition that a statement of one of some shapes did it. */
    public Flashback signs(Long... values) {
        return new Flashback(user, userIp, tables, Set.of(values), txnIds);
    }

    /** Returns this one with the condition that it was one of some transactions. */
    public Flashback txnIds(Long... values) {
        return new Flashback(user, userIp, tables, signs, Set.of(values));
    }
}
