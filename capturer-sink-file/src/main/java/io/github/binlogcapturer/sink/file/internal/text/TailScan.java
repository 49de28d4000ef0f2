package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.sink.file.internal.kind.Damage;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import io.github.binlogcapturer.sink.file.internal.text.LineMark.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far a file can be trusted, reading it backwards from its end. Kept is what reaches up to the last line that ends a
 * group of transactions, or the last heartbeat, and the schema changes right behind it, each of which is a whole in one line. A
 * group's end counts only if its transaction stands in front of it with as many changes as it says; after a loss of power the end of
 * a file may be there while something in front of it is not.
 */
final class TailScan {

    private static final int BLOCK_BYTES = 64 * 1024;

    private final TextKind format;
    private final BackwardLines lines;
    private final List<byte[]> schemas = new ArrayList<>();
    private long keepBytes;
    private @Nullable Damage damage;
    /** The group's end whose transaction is being counted, and how many of its changes are still to come. */
    private @Nullable LineMark groupEnd;

    private long changesLeft;

    private TailScan(TextKind format, BackwardLines lines, long keepBytes) {
        this.format = format;
        this.lines = lines;
        this.keepBytes = keepBytes;
    }

    /** The lines of schema changes that are kept behind the position, with their line feeds. */
    record SchemaLines(List<byte[]> lines) {}

    /**
     * Scans a file from its end down to the end of its header. No line of ours holds a zero byte, so the file counts up to the first one
     * only. After a loss of power, parts that were not forced can be zeros; with other bytes behind them they are damage.
     */
    static Tail scan(FileChannel channel, TextKind format, long headerBytes) throws IOException {
        long end = firstZero(channel);
        BackwardLines lines = new BackwardLines(channel, end, BLOCK_BYTES);
        TailScan scan = new TailScan(format, lines, lines.start());
        if (!isZeroFrom(channel, end)) {
            scan.damage = new Damage(end, "it has zero bytes here and other ones behind them");
        }
        long commitTs = scan.run(headerBytes);
        boolean empty = commitTs == Tail.NONE && scan.schemas.isEmpty();
        boolean whole = scan.keepBytes == channel.size();
        return new Tail(scan.keepBytes, commitTs, empty, scan.damage, whole, false, new SchemaLines(scan.schemas));
    }

    /** Returns where the first zero byte is, or the size where there is none. */
    private static long firstZero(FileChannel channel) throws IOException {
        long size = channel.size();
        for (long at = 0; at < size; at += BLOCK_BYTES) {
            byte[] block = BackwardLines.readAt(channel, at, (int) Math.min(BLOCK_BYTES, size - at));
            for (int i = 0; i < block.length; i++) {
                if (block[i] == 0) {
                    return at + i;
                }
            }
        }
        return size;
    }

    private static boolean isZeroFrom(FileChannel channel, long from) throws IOException {
        long size = channel.size();
        for (long at = from; at < size; at += BLOCK_BYTES) {
            byte[] block = BackwardLines.readAt(channel, at, (int) Math.min(BLOCK_BYTES, size - at));
            for (byte one : block) {
                if (one != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private long run(long headerBytes) throws IOException {
        while (lines.previous() && lines.start() >= headerBytes) {
            LineMark mark =
                    lines.isDamaged() ? new LineMark(Kind.OTHER, 0, 0) : format.mark(lines.head(LineMark.HEAD_BYTES));
            LineMark found = groupEnd == null ? outside(mark) : inside(groupEnd, mark);
            if (found != null) {
                return found.commitTs();
            }
        }
        if (groupEnd != null) {
            damage = missing(headerBytes);
            cut(headerBytes);
        }
        return Tail.NONE;
    }

    /** Handles a line in front of a group's end; returns that end once its transaction is whole. */
    private @Nullable LineMark inside(LineMark end, LineMark mark) throws IOException {
        if (mark.kind() == Kind.CHANGE && changesLeft > 0 && isNext(mark)) {
            changesLeft--;
            return isWholeWithoutBegin() ? end : null;
        }
        if (mark.kind() == Kind.BEGIN && changesLeft == 0) {
            return end;
        }
        groupEnd = null;
        damage = missing(lines.end());
        cut(lines.end());
        return outside(mark);
    }

    private @Nullable LineMark outside(LineMark mark) throws IOException {
        switch (mark.kind()) {
            case GROUP_END -> {
                groupEnd = mark;
                changesLeft = mark.changes();
                return isWholeWithoutBegin() ? mark : null;
            }
            case HEARTBEAT -> {
                return mark;
            }
            case SCHEMA -> schemas.add(lineWithItsEnd());
            case BEGIN, CHANGE, COMMIT -> cut(lines.start());
            case OTHER -> {
                damage = new Damage(lines.start(), "the line here is none that the sink writes");
                cut(lines.start());
            }
        }
        return null;
    }

    private static Damage missing(long offset) {
        return new Damage(offset, "the transaction whose lines follow lacks some of those that its end says it has");
    }

    private boolean isNext(LineMark mark) {
        return format.hasBegin() || mark.changes() == changesLeft - 1;
    }

    private boolean isWholeWithoutBegin() {
        return changesLeft == 0 && !format.hasBegin();
    }

    private byte[] lineWithItsEnd() throws IOException {
        byte[] line = lines.head(Integer.MAX_VALUE);
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        return whole;
    }

    private void cut(long at) {
        keepBytes = at;
        schemas.clear();
    }
}
