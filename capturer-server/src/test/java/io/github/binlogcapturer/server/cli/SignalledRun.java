package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.config.LogSettings;
import io.github.binlogcapturer.server.logging.Logging;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A process that runs parts which do nothing, in one of several ways, as {@code run} does. */
final class SignalledRun {

    private SignalledRun() {}

    private record Idle(String way) implements ServerParts {

        @Override
        public void start() {
            if (way.equals("dies")) {
                Thread thread = new Thread(
                        () -> {
                            throw new IllegalStateException("nobody expected password=s3cret");
                        },
                        "producer");
                thread.start();
            }
            if (way.equals("out-of-memory")) {
                new Thread(
                                () -> {
                                    throw new OutOfMemoryError("Java heap space");
                                },
                                "hungry")
                        .start();
            }
            System.out.println("started");
        }

        @Override
        public boolean awaitEnd(Duration timeout) throws InterruptedException {
            if (way.equals("fatal")) {
                return true;
            }
            new CountDownLatch(1).await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        }

        @Override
        public List<String> fatalErrors() {
            return List.of("mysql: access denied for password=s3cret", "kafka: topic is gone");
        }

        @Override
        public void close() {
            System.out.println("closing");
            if (way.equals("hangs")) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            System.out.println("closed");
        }
    }

    public static void main(String... arguments) throws InterruptedException {
        Logging.install(LogSettings.defaults());
        ServerRun run = new ServerRun(new Idle(arguments[0]), new PrintWriter(System.err, true, UTF_8));
        System.exit(RunCommand.run(run));
    }
}
