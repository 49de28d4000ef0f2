package io.github.binlogcapturer.benchmarks.workload;

/**
 * A transaction that writes one row, whole.
 *
 * @param insert whether no row of this id is there yet; otherwise the row is updated
 */
public record RowWrite(long id, long c1, int c2, String c3, String c4, boolean insert) {

    /** Writes the row as SQL values in parentheses. */
    public void appendTo(StringBuilder sql) {
        sql.append('(').append(id).append(',').append(c1).append(',').append(c2);
        sql.append(",'").append(c3).append("','").append(c4).append("')");
    }
}
