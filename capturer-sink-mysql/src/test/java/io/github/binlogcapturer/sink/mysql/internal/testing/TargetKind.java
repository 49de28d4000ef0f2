package io.github.binlogcapturer.sink.mysql.internal.testing;

import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.MySqlServer;

/** The servers and drivers that tests run with. */
public enum TargetKind {
    MARIADB(true, true),
    MARIADB_BY_MYSQL_DRIVER(true, false),
    MYSQL(false, false),
    MYSQL_BY_MARIADB_DRIVER(false, true);

    private final boolean mariaDb;
    private final boolean mariaDbDriver;

    TargetKind(boolean mariaDb, boolean mariaDbDriver) {
        this.mariaDb = mariaDb;
        this.mariaDbDriver = mariaDbDriver;
    }

    public boolean isAvailable() {
        return mariaDb ? MariaDbServer.isAvailable() : MySqlServer.isAvailable();
    }

    public DatabaseServer server() {
        return mariaDb ? MariaDbServer.shared() : MySqlServer.shared();
    }

    /** Returns the address; the mode is in it, since drivers must know of it when they escape texts. */
    String url(String database, String sqlMode) {
        String common = "?allowPublicKeyRetrieval=true&sessionVariables=sql_mode='" + sqlMode + "'";
        return mariaDbDriver
                ? server().mariaDbUrl(database) + common
                : server().url(database) + common + "&sslMode=DISABLED";
    }
}
