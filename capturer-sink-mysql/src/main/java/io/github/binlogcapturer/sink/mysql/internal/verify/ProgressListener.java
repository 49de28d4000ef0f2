package io.github.binlogcapturer.sink.mysql.internal.verify;

/** Is told how far the comparison of one table is. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Takes how far it is.
     *
     * @param rows of the left side
     * @param estimatedRows of the left side, or -1 where the server tells none
     */
    void reached(long chunks, long rows, long estimatedRows);
}
