package io.github.binlogcapturer.sink.file.internal.files;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** All that needs zstd-jni, in a class of its own that is loaded only where it is wanted. */
final class Zstandard {

    private Zstandard() {}

    /** Loads the native library, unless it is. */
    static void load() {
        Native.load();
    }

    static OutputStream writing(OutputStream to, int level) throws IOException {
        return new ZstdOutputStream(to, level);
    }

    static InputStream reading(InputStream from) throws IOException {
        return new ZstdInputStream(from);
    }
}
