package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.sink.file.internal.kind.Damage;
import io.github.binlogcapturer.sink.file.internal.segment.FileScan.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far a file can be trusted, reading it from its first record on. Kept is what reaches up to the last record that ends a
 * commit ts, or the last heartbeat, and the schema changes right behind it with their schemas.
 */
public final class SegmentTail {

    private static final int BLOCK_BYTES = 256 << 10;

    private final FileChannel channel;
    private final FileScan scan;
    private final List<ByteBuffer> schemaChanges = new ArrayList<>();
    private long keepBytes;
    private Contents.Counts kept;

    private SegmentTail(FileChannel channel, FileScan scan, long keepBytes) {
        this.channel = channel;
        this.scan = scan;
        this.keepBytes = keepBytes;
        this.kept = scan.contents().counts();
    }

    /**
     * What a file's end is like.
     *
     * @param keepBytes how long the file is up to the place from which writing can go on; of a closed one all
     * @param commitTs the commit ts up to which the file is complete, 0 where it holds no complete one
     * @param damage what is wrong with that which is not kept, or null where it just ends too early or in zeros
     * @param closed whether it ends with its footer, so that nothing can be added; if it still has the name of an open one, the rename is
     *     what is missing
     * @param state what a codec needs to go on
     */
    public record Tail(
            long keepBytes, long commitTs, @Nullable Damage damage, boolean closed, State state) {

        boolean damaged() {
            return damage != null;
        }

        Contents contents() {
            return state.contents;
        }

        List<ByteBuffer> schemaChanges() {
            return state.schemaChanges;
        }
    }

    /** What {@link SegmentCodec#resume} needs to know of a file. */
    public static final class State {

        private final Contents contents;
        private final List<ByteBuffer> schemaChanges;

        private State(Contents contents, List<ByteBuffer> schemaChanges) {
            this.contents = contents;
            this.schemaChanges = schemaChanges;
        }
    }

    /**
     * Scans a file whose header is one of ours.
     *
     * @throws IOException if the file cannot be read, or its header is none of ours
     */
    public static Tail scan(FileChannel channel) throws IOException {
        SegmentHeader.Found found = SegmentHeader.read(channel);
        if (found.header() == null) {
            throw new IOException("The file has no header that this library understands");
        }
        channel.position(found.bytes());
        int blockBytes = (int) Math.min(BLOCK_BYTES, channel.size());
        BufferedInputStream in = new BufferedInputStream(Channels.newInputStream(channel), blockBytes);
        Contents contents = new Contents(found.startTs(), found.indexBytes(), found.bytes());
        FileScan scan =
                new FileScan(new RecordReader(in, found.bytes(), at -> new BytesFrom(channel, at)), contents, 0, true);
        return new SegmentTail(channel, scan, found.bytes()).run();
    }

    private Tail run() throws IOException {
        while (true) {
            Step step = scan.next();
            switch (step) {
                case SCHEMA -> {
                    // Kept with the schema change that needs it. That of a transaction is written again with it, so
                    // that a file that went on
                    // is full where one that was never left is.
                }
                case SCHEMA_CHANGE -> {
                    if (keepBetweenGroups()) {
                        schemaChanges.add(schemaChange());
                    }
                }
                case HEARTBEAT, PART -> {
                    if (keepBetweenGroups()) {
                        schemaChanges.clear();
                    }
                }
                case FOOTER -> {
                    keepBytes = scan.records().end();
                    return tail(null, true);
                }
                case END, ZEROS -> {
                    return tail(null, false);
                }
                case TORN -> {
                    long start = scan.records().start();
                    boolean wrong = RecordSearch.findsBehind(channel, start);
                    return tail(
                            wrong
                                    ? new Damage(start, "its length is wrong, since whole records stand within it")
                                    : null,
                            false);
                }
                case DAMAGED -> {
                    return tail(new Damage(scan.records().start(), scan.problem()), false);
                }
            }
        }
    }

    private boolean keepBetweenGroups() {
        if (scan.isBetweenGroups()) {
            keepBytes = scan.records().end();
            kept = scan.contents().counts();
            return true;
        }
        return false;
    }

    private ByteBuffer schemaChange() {
        ByteCursor cursor = scan.records().cursor();
        List<byte[]> schemas = scan.contents().schemas();
        int before = cursor.readCount();
        byte[] beforeForm = before == 0 ? new byte[0] : schemas.get(before - 1);
        return SegmentCodec.key(scan.records().ts(), beforeForm, schemas.get(cursor.readCount() - 1));
    }

    private Tail tail(@Nullable Damage damage, boolean closed) {
        Contents contents = scan.contents();
        contents.cutTo(kept);
        return new Tail(keepBytes, contents.lastTs(), damage, closed, new State(contents, List.copyOf(schemaChanges)));
    }
}
