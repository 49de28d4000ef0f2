/**
 * The binary form of the files. All numbers are little endian; a varint has 7 bits per byte, lowest first; text is UTF-8 behind its
 * length.
 *
 * <pre>
 * file    = header, record …, footer record, trailer      an open file has neither footer nor trailer
 * header  = magic[8], u32 version, u32 length, i64 number, i64 start ts, i64 created ms, u32 index bytes, capture, subscriber, crc
 * record  = u32 length, u8 kind and a check of the length, i64 commit ts, payload[length], crc
 * crc     = CRC32C over all before it, in its header or record
 *
 * SCHEMA          one version of a table; its number is its place among the file's schema records
 * PART            u8 flags, head where it is the first of a transaction, change …
 * SCHEMA_CHANGE   number + 1 of the schema before, or 0; number + 1 of the schema after
 * HEARTBEAT       nothing more
 * FOOTER          counts, schema records, index: see Contents
 * trailer = i64 place of the footer record, "SEGE", crc
 * </pre>
 *
 * <p>A transaction is one part or several in a row, in one file. Schemas stand in front of what needs them and begin anew in each file, so
 * a file can be read by itself. The place in the stream is a part of the data: a part with {@code COMPLETE} ends its commit ts, and a
 * heartbeat moves on without data.
 *
 * <p>{@link io.github.binlogcapturer.sink.file.internal.segment.SegmentCodec} writes,
 * {@link io.github.binlogcapturer.sink.file.internal.segment.SegmentTail} finds out after a crash how far a file can be trusted, and
 * {@link io.github.binlogcapturer.sink.file.internal.segment.SegmentLog} reads a folder of them.
 */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.segment;

import org.jspecify.annotations.NullMarked;
