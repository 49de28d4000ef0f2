package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.RowFaultPolicy;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.time.Duration;
import java.util.Objects;

/**
 * All settings of a sink.
 *
 * @param sourceWins whether rows that are not as the stream says are overwritten
 * @param progressTable where progress is kept
 * @param exactlyOnce whether it is kept; otherwise delivery is at least once
 * @param maxRows how many rows a statement has at most
 * @param ddlWait how long a table that does not fit is waited for
 */
public record TargetSettings(
        SessionSettings session,
        MappingSettings mapping,
        ApplySettings apply,
        RowFaultPolicy rowFaults,
        boolean sourceWins,
        TableName progressTable,
        boolean exactlyOnce,
        int maxRows,
        Duration ddlWait,
        CaptureMetrics metrics,
        CaptureClock clock) {

    public TargetSettings {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(apply, "apply");
        Objects.requireNonNull(rowFaults, "rowFaults");
        Objects.requireNonNull(progressTable, "progressTable");
        Objects.requireNonNull(ddlWait, "ddlWait");
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(clock, "clock");
    }
}
