package io.github.binlogcapturer.sink.file.internal.kind;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** One kind of file, text or binary. Implementations are immutable. */
public interface FileKind {

    /** Returns what file names end with, without the dot. */
    String extension();

    /** Returns whether a complete file ends in a way that tells it from one that was cut off. */
    boolean hasFooter();

    /**
     * Makes the encoder of a sink, which serves all its files in turn.
     *
     * @param buffer where it appends; the caller empties it between two calls
     */
    EventEncoder encoder(MessageBuffer buffer, FileOwner owner, CaptureClock clock);

    /**
     * Tells whether a file is ours.
     *
     * @param start the first 64 KiB of the file, or all of it
     */
    Head head(byte[] start, FileOwner owner);

    /**
     * Finds out how far a file can be trusted, whose head is ours or torn.
     *
     * @throws IOException if the file cannot be read
     */
    Tail scan(FileChannel channel, FileOwner owner) throws IOException;
}
