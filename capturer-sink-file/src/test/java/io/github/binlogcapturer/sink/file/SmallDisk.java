package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Takes so many bytes and no more, as a full disk does: a write takes what fits, and the next one fails. */
final class SmallDisk implements FileOperations {

    private long freeBytes;

    SmallDisk(long freeBytes) {
        this.freeBytes = freeBytes;
    }

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        return new AppendedFile(FileOperations.super.open(file, options)) {
            @Override
            public int write(ByteBuffer source) throws IOException {
                int fitting = (int) Math.min(freeBytes, source.remaining());
                if (fitting == 0 && source.hasRemaining()) {
                    throw new IOException("No space left on device");
                }
                ByteBuffer part = source.slice(source.position(), fitting);
                while (part.hasRemaining()) {
                    super.write(part);
                }
                source.position(source.position() + fitting);
                freeBytes -= fitting;
                return fitting;
            }
        };
    }
}
