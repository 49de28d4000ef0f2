package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.error.ConfigurationException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One file of the sequence, under the name that it has at present: it is renamed when it is closed, and may be compressed then.
 *
 * @param stem the path without what tells the form
 */
record FolderFile(long number, Path stem, Form form) {

    /** The forms, the one to prefer first: where two are there, the other one is about to go. */
    enum Form {
        CLOSED(".seg"),
        GZIP(".seg.gz"),
        ZSTD(".seg.zst"),
        OPEN(".seg.open");

        final String suffix;

        Form(String suffix) {
            this.suffix = suffix;
        }
    }

    private static final int BLOCK_BYTES = 256 << 10;
    private static final int ZIP_BLOCK_BYTES = 64 << 10;

    Path path() {
        return stem.resolveSibling(stem.getFileName() + form.suffix);
    }

    boolean isOpen() {
        return form == Form.OPEN;
    }

    /** Returns the file under the name that it has now. */
    FolderFile now() throws NoSuchFileException {
        for (Form candidate : Form.values()) {
            FolderFile named = new FolderFile(number, stem, candidate);
            if (Files.exists(named.path())) {
                return named;
            }
        }
        throw new NoSuchFileException(path().toString());
    }

    /** Opens what was written, unpacked, from its beginning; a plain file from any place on. */
    InputStream read(long from) throws IOException {
        FileChannel channel = FileChannel.open(path());
        try {
            channel.position(from);
            long size = Math.max(1, channel.size() - from);
            InputStream in = Channels.newInputStream(channel);
            return switch (form) {
                case CLOSED, OPEN -> new BufferedInputStream(in, (int) Math.min(BLOCK_BYTES, size));
                case GZIP -> new BufferedInputStream(new GZIPInputStream(in, ZIP_BLOCK_BYTES), BLOCK_BYTES);
                case ZSTD -> new BufferedInputStream(unpackZstd(in), BLOCK_BYTES);
            };
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private InputStream unpackZstd(InputStream in) throws IOException {
        try {
            return Zstd.unpack(in);
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "File " + path() + " is compressed with zstd, and the library for that is not there. Add "
                            + "com.github.luben:zstd-jni to the class path, or unpack the file",
                    e);
        }
    }

    /** Apart, so that the library is looked for only where a file needs it. */
    private static final class Zstd {

        static InputStream unpack(InputStream in) throws IOException {
            return new com.github.luben.zstd.ZstdInputStream(in);
        }
    }
}
