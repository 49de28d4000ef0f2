package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.sink.mysql.ZeroDates;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;

/**
 * How a session with the target is opened and set up.
 *
 * @param url without user and password
 * @param properties for the driver, over those that the sink sets
 * @param statementTimeout after which a silent server counts as lost
 * @param lockWait how long a statement waits for a lock
 * @param multiStatements whether several statements may travel in one packet, if the server takes them
 */
public record SessionSettings(
        String url,
        String user,
        Secret password,
        Map<String, String> properties,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockWait,
        boolean foreignKeyChecks,
        ZoneId timeZone,
        ZeroDates zeroDates,
        boolean multiStatements) {

    private static final long LEAST_IDLE_LIMIT_S = 60;

    public SessionSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        properties = Map.copyOf(properties);
    }

    /** Returns the statements that set a session up. */
    String setUp() {
        return "SET SESSION sql_mode = '" + sqlMode() + "', time_zone = '" + timeZoneText()
                + "', innodb_lock_wait_timeout = " + lockWaitS() + ", lock_wait_timeout = " + lockWaitS()
                + ", foreign_key_checks = " + (foreignKeyChecks ? 1 : 0) + ", wait_timeout = " + idleLimitS()
                + " /*M!100300 , idle_transaction_timeout = " + idleLimitS() + " */"; // MariaDB alone reads the latter
    }

    /** Also for metadata, since a DDL that waits for a lane would hold up the lane that waits for its turn. */
    private long lockWaitS() {
        return Math.max(1, lockWait.toSeconds());
    }

    /** Returns after which time the server ends a silent session, so that the locks of a capturer that is gone go too. */
    long idleLimitS() {
        return Math.max(LEAST_IDLE_LIMIT_S, 2 * statementTimeout.toSeconds());
    }

    private String sqlMode() {
        String strict = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO";
        // Zero dates pass where neither NO_ZERO_DATE nor NO_ZERO_IN_DATE is set; 2026-02-30 needs this besides.
        return zeroDates == ZeroDates.KEEP ? strict + ",ALLOW_INVALID_DATES" : strict + ",NO_ZERO_IN_DATE,NO_ZERO_DATE";
    }

    private String timeZoneText() {
        if (timeZone.normalized() instanceof ZoneOffset offset) {
            return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId().substring(0, 6);
        }
        return timeZone.getId().replace("'", "''");
    }

    /** Returns scheme, hosts and database alone; parameters and properties may hold secrets. */
    @Override
    public String toString() {
        return TargetUrl.shown(url);
    }
}
