package io.github.binlogcapturer.server.config;

/**
 * How a server of the MySQL protocol is reached.
 *
 * @param url a JDBC URL without secrets
 * @param password never shown
 */
public record SqlAccess(String url, String user, String password) {

    @Override
    public String toString() {
        return "SqlAccess[" + url + ", " + user + "]";
    }
}
