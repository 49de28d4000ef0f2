/**
 * A folder with a sequence of files, of which the newest is written to, whatever their kind.
 * {@link io.github.binlogcapturer.sink.file.internal.folder.FolderWriter} is the door, built with a
 * {@link io.github.binlogcapturer.sink.file.internal.folder.FolderConfig}.
 *
 * <pre>
 * at start:  SegmentFiles (list, check, cut the torn end) ─▶ where to go on
 * events ─▶ EventWriter ─▶ SegmentWriter ─▶ NAME.open ─ full: footer, fsync, rename, fsync of the folder ─▶ NAME
 *                                                                                   Housekeeper ─▶ NAME.gz, or deleted
 * </pre>
 */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.folder;

import org.jspecify.annotations.NullMarked;
