package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;

/** The builder's door to the inside. */
public final class CapturerAssembly {

    private CapturerAssembly() {}

    /** Puts a capturer together; nothing runs yet. */
    public static BinlogCapturer assemble(CapturerConfig config) {
        return new RunningCapturer(config);
    }
}
