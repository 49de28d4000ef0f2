package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;

/** Finds the user tables that a filter names or matches. */
final class UserTables {

    /**
     * The tables found.
     *
     * @param explicit whether the user named each; then none may be left out
     * @param missing named tables that are not there, where that is forgiven
     */
    record Found(List<SchemaInfo> tables, boolean explicit, List<TableName> missing) {}

    private static final int SUGGESTIONS = 5;

    private final MetaClient meta;
    private final TableFilter filter;

    UserTables(MetaClient meta, TableFilter filter) {
        this.meta = meta;
        this.filter = filter;
    }

    /**
     * Asks for the tables.
     *
     * @param forgiving whether tables may be missing
     * @throws ConfigurationException if a named table is missing or nothing matches, unless that is forgiven
     */
    Found find(boolean forgiving) throws InterruptedException {
        Optional<List<TableName>> names = filter.exactTables();
        List<TableName> missing = new ArrayList<>();
        List<SchemaInfo> tables = names.isPresent() ? named(names.get(), missing) : matching();
        if (!missing.isEmpty() && !forgiving) {
            throw missing(missing.get(0));
        }
        if (tables.isEmpty() && !forgiving) {
            throw new ConfigurationException("tables " + filter.rules()
                    + " matches no table of the namespace. Check tables and namespace; names are case-sensitive");
        }
        return new Found(tables, names.isPresent(), missing);
    }

    private List<SchemaInfo> named(List<TableName> names, List<TableName> missing) throws InterruptedException {
        Stream.Builder<SchemaInfo> tables = Stream.builder();
        for (TableName name : names.stream().distinct().filter(filter::matches).toList()) {
            Optional<SchemaInfo> table = meta.schema(name);
            if (table.isPresent()) {
                tables.add(requireUserTable(table.get()));
            } else {
                missing.add(name);
            }
        }
        return tables.build().toList();
    }

    private static SchemaInfo requireUserTable(SchemaInfo table) {
        if (Schemas.isBinlogTable(table)) {
            throw new ConfigurationException("tables names " + Schemas.name(table)
                    + ", which is a binlog table itself. Name it with binlogTables, and the user tables in tables");
        }
        return table;
    }

    private ConfigurationException missing(TableName name) throws InterruptedException {
        String similar =
                similar(name, meta.schemas(name.database()).stream().filter(table -> !Schemas.isBinlogTable(table)));
        return new ConfigurationException("tables names " + name + ", which does not exist in the namespace; "
                + (similar.isEmpty()
                        ? "there is no table in a database " + name.database()
                        : "similar tables there: " + similar));
    }

    private List<SchemaInfo> matching() throws InterruptedException {
        Optional<Set<String>> databases = filter.exactDatabases();
        List<SchemaInfo> all = databases.isPresent()
                ? meta.heartbeat(databases.get().stream()
                                .sorted()
                                .map(database -> new TableName(database, "*"))
                                .toList())
                        .schemas()
                : meta.schemas();
        return all.stream()
                .filter(table -> !Schemas.isBinlogTable(table) && filter.matches(Schemas.name(table)))
                .toList();
    }

    /** Returns the tables whose names come closest to a name, as a message shows them. */
    static String similar(TableName name, Stream<SchemaInfo> candidates) {
        return candidates
                .map(Schemas::name)
                .sorted(Comparator.comparingInt((TableName candidate) -> distance(name.table(), candidate.table()))
                        .thenComparing(TableName::table))
                .limit(SUGGESTIONS)
                .map(TableName::toString)
                .collect(joining(", "));
    }

    /** Levenshtein's distance: the number of letters to add, drop or replace. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
