package io.github.binlogcapturer.benchmarks.format;

import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.CanalProtobuf;
import io.github.binlogcapturer.format.DebeziumJson;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.format.SqlText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one message of one updated row of five columns costs in each format, without its copy out of the buffer. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class EncoderBenchmark {

    private static final int ROWS = 1000;

    @Param({"canal-json", "canal-protobuf", "debezium-json", "debezium-json-schemas", "json-lines", "sql"})
    public String format = "";

    private final MessageBuffer buffer = new MessageBuffer();
    private MessageEncoder encoder = JsonLines.create().encoder(buffer);
    private List<Transaction> transactions = List.of();

    /** Makes the transactions and the encoder. */
    @Setup
    public void prepare() {
        transactions = new ReadyStream(Workload.UNIFORM.writes(ROWS, 1)).transactions();
        encoder = format().encoder(buffer);
    }

    private MessageFormat format() {
        return switch (format) {
            case "canal-json" -> CanalJson.create();
            case "canal-protobuf" -> CanalProtobuf.create();
            case "debezium-json" -> DebeziumJson.create();
            case "debezium-json-schemas" -> DebeziumJson.create().withSchemas(true);
            case "json-lines" -> JsonLines.create();
            case "sql" -> SqlText.create();
            default -> throw new IllegalArgumentException("There is no format " + format);
        };
    }

    /** Encodes one message per row; returns how long the last one is. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int message() {
        for (Transaction transaction : transactions) {
            buffer.clear();
            encoder.change(transaction, 0);
        }
        return buffer.length();
    }
}
