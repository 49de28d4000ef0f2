package io.github.binlogcapturer.testkit.database;

import java.sql.Driver;
import java.sql.SQLException;

/** What JDBC drivers of the class path take. */
final class Drivers {

    private Drivers() {}

    static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            throw new IllegalStateException("The JDBC driver " + driver + " cannot read the address " + url, e);
        }
    }
}
