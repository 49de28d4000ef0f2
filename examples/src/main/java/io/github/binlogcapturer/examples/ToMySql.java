package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.testkit.RecordedCluster;

/**
 * Carries a recording into a MySQL or MariaDB of yours, by as many lanes as the sink has by default. Run it twice: the second run
 * applies nothing, since the database itself knows how far it is. Arguments are a JDBC URL with a database, user and password:
 *
 * <pre>
 * mvn -q compile -pl examples -am -Dexample=ToMySql -Dexec.args="jdbc:mysql://127.0.0.1:3306/copy ann secret"
 * </pre>
 */
public final class ToMySql {

    private ToMySql() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 2) {
            System.err.println("Give a JDBC URL with a database, a user, and a password where it needs one");
            return;
        }
        run(args[0], args[1], args.length > 2 ? args[2] : "");
        System.out.println("Applied.");
    }

    static void run(String url, String user, String password) throws InterruptedException {
        String database = url.replaceAll("\\?.*", "").replaceAll(".*/", "");
        // begin: mysql
        MySqlSink sink = MySqlSink.builder()
                .url(url) // "jdbc:mysql://10.0.1.1:3306/copy"
                .user(user)
                .password(password)
                .routes(TableRoutes.builder()
                        .route("*.*", database + ".{table}")
                        .build())
                .createMissingTables(true)
                .build();
        // end: mysql
        try (RecordedCluster cluster = RecordedShop.start();
                BinlogCapturer capturer = RecordedShop.capture(cluster).build()) {
            capturer.applyTo(sink);
            RecordedShop.awaitPosition(capturer, capturer.start(), cluster.lastTs());
        }
    }
}
