package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.CanalProtobuf;
import io.github.binlogcapturer.format.DebeziumJson;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.format.SqlText;
import io.github.binlogcapturer.server.config.PlannedSink;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.server.terminal.Progress;
import io.github.binlogcapturer.server.terminal.Texts;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code capturer bench}. */
@Command(
        name = "bench",
        header = "Measures how fast the source is read, a format encodes, or a target takes changes.",
        description = {
            "%nReads into nothing and keeps no position; it is load for the stores. The figures are those of this machine, with all else that"
                    + " runs on it, from one run."
        },
        footer = {
            "%nExit codes: 0 fine, 1 a problem, 2 wrong usage or configuration.",
            "%nExample: how fast is all that the stores keep read, and encoded for Kafka?",
            "  capturer bench --seconds 30 --format canal-json"
        })
final class BenchCommand extends ProgramCommand {

    private static final List<MessageFormat> FORMATS = List.of(
            JsonLines.create(),
            CanalJson.create(),
            CanalProtobuf.create(),
            DebeziumJson.create(),
            SqlText.create(),
            SqlText.original());

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            converter = When.Converter.class,
            description = "Begins there: " + When.FORMS + ". By default earliest.")
    private @Nullable When from;

    @Option(names = "--seconds", paramLabel = "N", description = "How long, ${DEFAULT-VALUE} s by default.")
    private int seconds = 20;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "Then encodes what was read: json-lines, canal-json, canal-protobuf, debezium-json, sql-text or sql-text-original.")
    private @Nullable String format;

    @Option(
            names = "--into",
            paramLabel = "TARGET",
            description =
                    "Writes into this target of the configuration, a database or Kafka, in place of nothing. It changes the target's data.")
    private @Nullable String into;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (seconds < 1) {
            throw CommandException.usage("--seconds has to be at least 1, but got " + seconds);
        }
        Optional<MessageFormat> wanted = Optional.ofNullable(format).map(BenchCommand::format);
        ServerPlan plan = plan();
        console()
                .out()
                .println("This machine: " + Runtime.getRuntime().availableProcessors() + " processors, heap of "
                        + Texts.bytes((double) Runtime.getRuntime().maxMemory()) + ", Java "
                        + Runtime.version().feature()
                        + "; source " + String.join(", ", plan.cluster().metaServers()));
        if (into != null) {
            write(plan, target(plan, into));
        } else {
            read(plan, wanted);
        }
        return ExitCodes.FINE;
    }

    static MessageFormat format(String name) {
        return FORMATS.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandException.usage("There is no format \"" + name + "\"; it is one of "
                        + FORMATS.stream().map(MessageFormat::name).toList()));
    }

    private void read(ServerPlan plan, Optional<MessageFormat> wanted) throws InterruptedException {
        Bench bench = new Bench(CaptureClock.system());
        BenchResult read;
        try (Progress progress = console().progress("changes")) {
            read = bench.read(capture(plan, plan.targets().get(0)), Duration.ofSeconds(seconds), progress);
        }
        console().out().println("Read into nothing: " + read.describe());
        console().out().println("  at the end: " + bench.brake());
        if (wanted.isPresent()) {
            Optional<BenchResult> encoded = bench.encode(wanted.get(), Duration.ofSeconds(Math.min(seconds, 5)));
            console()
                    .out()
                    .println(encoded.map(result ->
                                    "Encoded as " + wanted.get().name() + " on one thread: " + result.describe())
                            .orElse("Nothing was read that could be encoded"));
        }
    }

    /** Positions of its own under another name, which are forgotten at the end, so that the capture's stay as they are. */
    private void write(ServerPlan plan, TargetPlan target) throws InterruptedException, IOException {
        if (target.kind().equals("file")) {
            throw CommandException.usage("Target " + target.name()
                    + " is files, which hold the capture's position and would go on from it. Measure into a configuration of"
                    + " its own: a copy of " + plan.file() + " with another folder, and 'capturer run' with it");
        }
        console()
                .confirm(
                        "This writes changes of the past into " + target.description() + ", over what is there. Go on?",
                        yes);
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        SinkContext context = new SinkContext(plan.name() + "-bench", target.name());
        // an earlier one that failed or was killed has left its position, and this one would go on from there
        target.sink(CaptureMetrics.none()).maintenance().forgetPosition(context);
        PlannedSink sink = target.sink(metrics);
        long beginNs = System.nanoTime();
        try (BinlogCapturer capturer = capture(plan, target).metrics(metrics).build();
                Progress progress = console().progress("changes written")) {
            sink.attach(capturer, target.name());
            while (System.nanoTime() - beginNs < TimeUnit.SECONDS.toNanos(seconds)
                    && !capturer.awaitEnd(Duration.ofMillis(200))) {
                progress.update(target.name(), (long) metrics.total(Metric.SINK_CHANGES), 0);
            }
            if (capturer.failure().isPresent()) {
                throw CommandException.problem("The capture into " + target.name() + " has ended: "
                        + capturer.failure().get().getMessage());
            }
        }
        double took = (System.nanoTime() - beginNs) / 1e9;
        long changes = (long) metrics.total(Metric.SINK_CHANGES);
        console()
                .out()
                .println("Written into " + target.name() + ": " + Texts.count(changes) + " changes, "
                        + Texts.rate(changes / took) + ", with " + target.lanes() + " lanes");
        target.sink(CaptureMetrics.none()).maintenance().forgetPosition(context);
    }

    private BinlogCapturerBuilder capture(ServerPlan plan, TargetPlan target) throws InterruptedException {
        return target.capture()
                .name(plan.name() + "-bench")
                .checkpoints(CheckpointStore.inMemory())
                .startFrom(from == null ? StartPosition.earliest() : from.position());
    }
}
