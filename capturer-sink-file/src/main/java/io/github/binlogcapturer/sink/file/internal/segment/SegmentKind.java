package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import io.github.binlogcapturer.sink.file.internal.kind.FileKind;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.kind.Head;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** The kind of files that are binary records: {@link SegmentCodec} writes them, {@link SegmentTail} finds out how far they go. */
public enum SegmentKind implements FileKind {
    SEGMENTS;

    @Override
    public String extension() {
        return "seg";
    }

    @Override
    public boolean hasFooter() {
        return true;
    }

    @Override
    public EventEncoder encoder(MessageBuffer buffer, FileOwner owner, CaptureClock clock) {
        return new SegmentEncoder(new SegmentCodec(buffer), owner, clock);
    }

    @Override
    public Head head(byte[] start, FileOwner owner) {
        SegmentHeader.Found found = SegmentHeader.read(start);
        SegmentHeader header = found.header();
        if (header != null) {
            FileOwner theirs = new FileOwner(header.capture(), header.subscriber());
            return theirs.equals(owner) ? new Head.Ours() : new Head.OtherOwner(theirs);
        }
        if (found.torn()) {
            return new Head.Torn();
        }
        boolean other = found.version() != 0 && found.version() != SegmentHeader.CURRENT_VERSION;
        return other
                ? new Head.OtherVersion(
                        Integer.toString(found.version()), Integer.toString(SegmentHeader.CURRENT_VERSION))
                : new Head.Foreign();
    }

    @Override
    public Tail scan(FileChannel channel, FileOwner owner) throws IOException {
        if (SegmentHeader.read(channel).header() == null) {
            // torn, since the head of anything else was refused
            return new Tail(0, Tail.NONE, true, null, false, false, "no header");
        }
        SegmentTail.Tail tail = SegmentTail.scan(channel);
        boolean empty = tail.commitTs() == Tail.NONE && tail.schemaChanges().isEmpty();
        return new Tail(tail.keepBytes(), tail.commitTs(), empty, tail.damage(), tail.closed(), tail.closed(), tail);
    }
}
