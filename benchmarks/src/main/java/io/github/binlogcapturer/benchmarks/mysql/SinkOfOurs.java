package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import java.util.List;
import java.util.OptionalInt;

/** The sink of this project with its own settings, fed by its applier as a capture does it, each write as a transaction. */
final class SinkOfOurs implements Applier {

    private final OptionalInt lanes;

    /** Makes one with the lanes that it has by default. */
    SinkOfOurs() {
        this(OptionalInt.empty());
    }

    SinkOfOurs(int lanes) {
        this(OptionalInt.of(lanes));
    }

    private SinkOfOurs(OptionalInt lanes) {
        this.lanes = lanes;
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public String description() {
        return "the MySQL sink, exactly once";
    }

    @Override
    public Session open(String url, List<RowWrite> writes) throws Exception {
        String database = url.substring(url.lastIndexOf('/') + 1);
        AppliedStream applied = AppliedStream.into(sink(url, database), new ReadyStream(writes));
        boolean warm = false;
        try {
            applied.awaitWarm();
            warm = true;
        } finally {
            if (!warm) {
                applied.close();
            }
        }
        return new Session() {
            @Override
            public void apply() throws Exception {
                applied.apply();
            }

            @Override
            public void end() {
                applied.close();
            }
        };
    }

    private MySqlSink sink(String url, String database) {
        MySqlSinkBuilder builder = MySqlSink.builder()
                .url(url)
                .user("root")
                .password("")
                .routes(TableRoutes.builder()
                        .route("*.*", database + ".{table}")
                        .build());
        lanes.ifPresent(builder::lanes);
        return builder.build();
    }
}
