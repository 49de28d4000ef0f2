package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.SinkContext;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The sink of this project with its own settings, fed by its applier as a capture does it, each write as a transaction. */
final class SinkOfOurs implements Applier {

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public Session open(String url, List<RowWrite> writes) throws Exception {
        String database = url.substring(url.lastIndexOf('/') + 1);
        Running running = new Running(sink(url, database), new ReadyStream(writes));
        running.awaitWarm();
        return running;
    }

    private static MySqlSink sink(String url, String database) {
        MySqlSinkBuilder builder = MySqlSink.builder()
                .url(url)
                .user("root")
                .password("")
                .routes(TableRoutes.builder()
                        .route("*.*", database + ".{table}")
                        .build());
        Integer lanes = Integer.getInteger("lanes");
        return lanes == null ? builder.build() : builder.lanes(lanes).build();
    }

    /** An applier at work on a thread of its own. */
    private static final class Running implements Session {

        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final ReadyStream stream;
        private final io.github.binlogcapturer.internal.apply.Applier applier;
        private final Future<?> ended;

        Running(MySqlSink sink, ReadyStream stream) throws InterruptedException {
            this.stream = stream;
            this.applier = io.github.binlogcapturer.internal.apply.Applier.of(
                    sink,
                    new SinkContext("figures", "ours"),
                    CaptureMetrics.none(),
                    CaptureClock.system(),
                    (name, task) -> threads.execute(task));
            applier.open();
            this.ended = threads.submit(() -> {
                applier.run(stream);
                return stream;
            });
        }

        /** Has every lane connect, and the target's tables be known. */
        void awaitWarm() throws Exception {
            await(stream.warmUpTs());
        }

        @Override
        public void apply() throws Exception {
            stream.release();
            await(stream.endTs());
        }

        private void await(long ts) throws InterruptedException, ExecutionException {
            while (!stream.awaitAck(ts)) {
                if (ended.isDone()) {
                    ended.get();
                    throw new IllegalStateException("The applier ended before all was applied");
                }
            }
        }

        @Override
        public void end() throws Exception {
            applier.stop();
            ended.get();
            threads.shutdown();
        }
    }
}
