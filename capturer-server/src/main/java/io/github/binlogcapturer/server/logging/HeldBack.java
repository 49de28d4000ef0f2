package io.github.binlogcapturer.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;

/** Says how often a message came again without being shown. */
final class HeldBack extends LoggingEvent {

    HeldBack(ILoggingEvent first, int times) {
        setLoggerName(first.getLoggerName());
        setLevel(first.getLevel());
        setThreadName(first.getThreadName());
        setMessage("Held back " + times + " more like: " + first.getFormattedMessage());
        setMDCPropertyMap(first.getMDCPropertyMap());
        setInstant(java.time.Instant.now());
    }
}
