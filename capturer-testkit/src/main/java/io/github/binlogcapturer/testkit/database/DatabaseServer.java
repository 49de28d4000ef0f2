package io.github.binlogcapturer.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A database server that runs in a process of its own and speaks the MySQL protocol on 127.0.0.1. It ends with the JVM at the
 * latest, and its data with it. Thread-safe.
 */
public interface DatabaseServer extends AutoCloseable {

    /** Returns the address that the server listens at. */
    String host();

    /** Returns the TCP port; it stays the same over {@link #restart()}. */
    int port();

    /** Returns the user that may do everything. */
    String user();

    /** Returns the password of {@link #user()}, which is empty. */
    String password();

    /**
     * Creates an empty database with the character set utf8mb4.
     *
     * @return its name, which no other call in any JVM returns: lower case letters, digits and underscores
     * @throws IllegalStateException if the server refuses or has ended by itself, or no JDBC driver is on the class path
     */
    String createDatabase();

    /** Returns the JDBC address for MySQL Connector/J, without parameters; an empty name stands for no database. */
    default String url(String database) {
        return "jdbc:mysql://" + host() + ":" + port() + "/" + database;
    }

    /** Returns the JDBC address for MariaDB Connector/J, without parameters; an empty name stands for no database. */
    default String mariaDbUrl(String database) {
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + database;
    }

    /**
     * Connects as {@link #user()}, with the driver that is on the class path; with both drivers there, that of MySQL. An empty
     * name stands for no database.
     *
     * @throws SQLException if the server does not run or does not know the database, or if there is no driver
     * @throws IllegalStateException if the server has ended by itself, not by {@link #kill()}; the message has the end of its log
     */
    default Connection connect(String database) throws SQLException {
        String url = url(database);
        boolean mysqlDriver = DriverManager.drivers().anyMatch(driver -> Drivers.accepts(driver, url));
        return DriverManager.getConnection(mysqlDriver ? url : mariaDbUrl(database), user(), password());
    }

    /** Ends the process as a crash would, and returns when it is gone. Committed data stays. Nothing happens if it is down. */
    void kill();

    /**
     * Starts the server again with its data, at the same port, and returns when it takes connections. If it runs, it is shut
     * down in good order before.
     *
     * @throws IllegalStateException if it does not come up; the message has the end of its log
     */
    void restart();

    /** Ends the process and deletes the data. A second call does nothing. */
    @Override
    void close();
}
