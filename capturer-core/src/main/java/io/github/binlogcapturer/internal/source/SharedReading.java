package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;

/**
 * What all readers of a source have in common.
 *
 * @param inquiry asks over the connections of the source, not of a reader
 * @param metrics never throw
 */
record SharedReading(
        Topology topology,
        StoreHealth health,
        SourceProgress progress,
        AnswerMemory memory,
        PeerInquiry inquiry,
        CaptureMetrics metrics,
        CaptureClock clock) {}
