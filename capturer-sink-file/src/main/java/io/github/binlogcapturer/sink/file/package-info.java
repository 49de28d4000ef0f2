/**
 * Writes transactions to files on the local disk: {@link io.github.binlogcapturer.sink.file.FileSink} is the door.
 *
 * <pre>
 * events ─▶ internal.folder: which file, when it ends, where it went on ─▶ binlog-000000001.jsonl, binlog-000000002.jsonl.open
 *              └─▶ internal.kind: what a folder wants of a kind of file ◀─ internal.text: JSON, SQL, CSV lines
 * </pre>
 *
 * <p>The files themselves say how far they go: the position is a part of the data, so both are written and lost together.
 */
@NullMarked
package io.github.binlogcapturer.sink.file;

import org.jspecify.annotations.NullMarked;
