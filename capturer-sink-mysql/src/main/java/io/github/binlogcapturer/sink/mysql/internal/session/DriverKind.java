package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.ConfigurationException;
import java.sql.Driver;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The two JDBC drivers, each with the beginning of its URLs and the properties that the sink needs. */
enum DriverKind {
    MYSQL("jdbc:mysql:", "com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j"),
    MARIADB("jdbc:mariadb:", "org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client");

    private final String prefix;
    private final String className;
    private final String dependency;

    DriverKind(String prefix, String className, String dependency) {
        this.prefix = prefix;
        this.className = className;
        this.dependency = dependency;
    }

    /**
     * Returns the kind that a URL asks for.
     *
     * @throws ConfigurationException if it is none of the two; the message does not show the URL, which may hold a password
     */
    static DriverKind of(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        for (DriverKind kind : values()) {
            if (lower.startsWith(kind.prefix)) {
                return kind;
            }
        }
        throw new ConfigurationException("The URL of the target begins with jdbc:mysql:// or jdbc:mariadb://, such as"
                + " jdbc:mysql://db.example.com:3306/shop, but the given one does not");
    }

    /**
     * Makes the driver.
     *
     * @throws ConfigurationException if it is not on the class path; names the dependency to add
     */
    Driver driver() {
        try {
            return Class.forName(className)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException(
                    "A URL that begins with " + prefix + " needs the driver " + dependency
                            + ", which is not on the class path. Add it as a dependency, or use the URL of the other"
                            + " driver",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException("Cannot make the driver " + className + ": " + e, e);
        }
    }

    /** Returns what the driver must be told; the user's own properties go over them. */
    Map<String, String> defaults(SessionSettings settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("allowMultiQueries", Boolean.toString(settings.multiStatements()));
        all.put("connectTimeout", Long.toString(settings.connectTimeout().toMillis()));
        all.put("socketTimeout", Long.toString(settings.statementTimeout().toMillis()));
        all.put("tcpKeepAlive", "true");
        all.put("useServerPrepStmts", "true");
        all.put("cachePrepStmts", "true");
        all.put("prepStmtCacheSize", "256");
        if (this == MYSQL) {
            all.put("rewriteBatchedStatements", "false");
            all.put("characterEncoding", "UTF-8");
            all.put("prepStmtCacheSqlLimit", Integer.toString(1 << 16));
            all.put("cacheServerConfiguration", "false");
            // Values may hold {fn ...}, and names quotes, which the driver's search for escapes does not understand.
            all.put("enableEscapeProcessing", "false");
            all.put("processEscapeCodesForPrepStmts", "false");
        }
        return all;
    }
}
