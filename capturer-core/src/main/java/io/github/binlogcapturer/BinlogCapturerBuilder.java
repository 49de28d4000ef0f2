package io.github.binlogcapturer;

/** Placeholder. */
public final class BinlogCapturerBuilder {
    BinlogCapturerBuilder() {}
}
