package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.CommitTs;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SegmentReader#verify} found. Where a file is damaged, what stands in front of the damage is counted.
 *
 * @param files how many files there are
 * @param records how many records they hold, of all kinds
 * @param transactions how many whole transactions
 * @param changes how many row changes these have
 * @param firstCommitTs the first commit ts of a transaction or heartbeat, or null where there is none
 * @param lastCommitTs the commit ts up to which the files are complete, or null where they hold no complete one
 * @param problems what is wrong: first what is missing, then the files in their order; empty where nothing is
 */
public record SegmentReport(
        long files,
        long records,
        long transactions,
        long changes,
        @Nullable CommitTs firstCommitTs,
        @Nullable CommitTs lastCommitTs,
        List<Problem> problems) {

    public SegmentReport {
        problems = List.copyOf(problems);
    }

    /**
     * Something that is wrong.
     *
     * @param offset the byte of the file, unpacked, from which on it cannot be trusted
     * @param what what is wrong there
     */
    public record Problem(Path file, long offset, String what) {}

    /** Returns whether nothing is wrong. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
