/**
 * Writes transactions to files on the local disk, one line per change: {@link io.github.binlogcapturer.sink.file.FileSink} is the
 * door.
 *
 * <pre>
 * events ─▶ EventWriter ─▶ LineWriter (JSON | SQL) ─▶ LineBuffer ─▶ SegmentWriter ─▶ binlog-000000001.jsonl …
 *                                                                       ▲
 * at start: SegmentFiles ─▶ TailScan (backwards) ─▶ cut the torn tail ──┘
 * </pre>
 *
 * <p>The files themselves say how far they go: the position is a part of the data, so both are written and lost together.
 */
@NullMarked
package io.github.binlogcapturer.sink.file;

import org.jspecify.annotations.NullMarked;
