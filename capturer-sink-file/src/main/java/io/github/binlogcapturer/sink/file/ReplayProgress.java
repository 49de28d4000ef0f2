package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.CommitTs;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay is.
 *
 * @param reached the commit ts up to which the log has been read and handed on, or null before anything was read; the target may be behind
 *     by what memory holds
 * @param transactions how many transactions were handed on
 * @param changes how many row changes they have
 */
public record ReplayProgress(@Nullable CommitTs reached, long transactions, long changes) {}
