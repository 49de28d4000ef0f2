package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says which table of the target each table of the source goes to. The first route that matches wins; a table that none matches keeps its
 * name. Several tables may go to one. Names are case-sensitive. Immutable and thread-safe.
 *
 * <p>A route leads from a pattern {@code database.table}, in which {@code *} stands for any characters and {@code ?} for one, to a name
 * in which {@code {db}} and {@code {table}} stand for the source's: {@code "*.*"} to {@code "{db}_copy.{table}"}.
 */
public final class TableRoutes {

    private static final TableRoutes SAME = new TableRoutes(List.of());

    private final List<Route> routes;

    private TableRoutes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Returns routes by which every table keeps its name. */
    public static TableRoutes same() {
        return SAME;
    }

    /** Starts a list of routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the table of the target that a table of the source goes to. */
    public TableName targetOf(TableName source) {
        for (Route route : routes) {
            if (route.from().matches(source)) {
                return route.target(source);
            }
        }
        return source;
    }

    /**
     * Returns whether other tables of the source may go where this one goes: its route matches several names and does not tell them apart
     * by {@code {db}} and {@code {table}}, or another route leads to the same table.
     */
    public boolean mayMerge(TableName source) {
        TableName target = targetOf(source);
        long leading = routes.stream().filter(route -> route.mayLeadTo(target)).count();
        for (Route route : routes) {
            if (route.from().matches(source)) {
                return !route.oneToOne() || leading > 1;
            }
        }
        return leading > 0;
    }

    private record Route(NameGlob from, TableName to, boolean literal) {

        boolean oneToOne() {
            String both = to.database() + "." + to.table();
            return literal || (both.contains("{db}") && both.contains("{table}"));
        }

        boolean mayLeadTo(TableName target) {
            return mayBe(to.database(), target.database()) && mayBe(to.table(), target.table());
        }

        private static boolean mayBe(String pattern, String name) {
            return NameGlob.side(pattern.replace("*", "?").replace("{db}", "*").replace("{table}", "*"))
                    .matcher(name)
                    .matches();
        }

        TableName target(TableName source) {
            return new TableName(filled(to.database(), source), filled(to.table(), source));
        }

        private static String filled(String pattern, TableName source) {
            if (pattern.indexOf('{') < 0) {
                return pattern;
            }
            int db = pattern.indexOf("{db}");
            int table = pattern.indexOf("{table}");
            if (db >= 0 && (table < 0 || db < table)) {
                return pattern.substring(0, db) + source.database() + filled(pattern.substring(db + 4), source);
            }
            return table < 0
                    ? pattern
                    : pattern.substring(0, table) + source.table() + filled(pattern.substring(table + 7), source);
        }
    }

    /** Collects routes. Not thread-safe. */
    public static final class Builder {

        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a route behind those that are there.
         *
         * @throws IllegalArgumentException if a side is not of the form {@code database.table}
         */
        public Builder route(String from, String to) {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            routes.add(new Route(NameGlob.of(from), TableName.parse(to), NameGlob.isLiteral(TableName.parse(from))));
            return this;
        }

        /** Returns the routes so far. */
        public TableRoutes build() {
            return routes.isEmpty() ? SAME : new TableRoutes(routes);
        }
    }
}
