package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.testkit.database.DatabaseServer;

/** The sinks of the tests of whole captures. */
final class Sinks {

    private Sinks() {}

    /** A sink that puts all tables into one database, making those that are missing. */
    static MySqlSinkBuilder intoDatabase(DatabaseServer server, String database) {
        return MySqlSink.builder()
                .url(server.url(database))
                .user(server.user())
                .password(server.password())
                .routes(TableRoutes.builder()
                        .route("*.*", database + ".{table}")
                        .build())
                .createMissingTables(true);
    }
}
