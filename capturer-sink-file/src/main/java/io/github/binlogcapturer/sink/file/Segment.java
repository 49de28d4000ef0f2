package io.github.binlogcapturer.sink.file;

import java.nio.file.Path;

/** One file of the sequence. */
record Segment(long number, Path path) {}
