package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.segment.SegmentCodec;
import io.github.binlogcapturer.sink.file.internal.segment.SegmentHeader;
import io.github.binlogcapturer.spi.Sink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The command line over real folders of segments. */
@Timeout(30)
class ReplayToolTest {

    @TempDir
    private Path folder;

    @TempDir
    private Path target;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void record() throws IOException {
        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer);
        List<List<BinlogEvent>> lists = Samples.stream();
        int half = lists.size() / 2;
        segment(codec, buffer, 1, lists.subList(0, half));
        segment(codec, buffer, 2, lists.subList(half, lists.size()));
    }

    @Test
    void shouldShowHowItIsUsed() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Usage: replay", "--verify", "--into-files", "Example:", "Exit codes");
    }

    @Test
    void shouldVerify() {
        assertThat(run(folder.toString(), "--verify")).isZero();
        assertThat(out.toString()).contains("2 files", "8 transactions with 8 changes", "no problem");
    }

    @Test
    void shouldSayWhereSomethingIsWrong() throws IOException {
        flipAByte(file(1));

        assertThat(run(folder.toString(), "--verify")).isEqualTo(1);
        assertThat(out.toString()).contains("binlog-000000001.seg at byte ", "problems");
    }

    @Test
    void shouldSayThatAFileIsMissing() throws IOException {
        Files.move(file(2), folder.resolve("binlog-000000003.seg"));

        assertThat(run(folder.toString(), "--verify")).isEqualTo(1);
        assertThat(out.toString()).contains("binlog-000000003.seg", "missing");
    }

    @Test
    void shouldCountPerTableAndType() {
        assertThat(run(folder.toString(), "--dry-run")).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .contains("shop.log: INSERT 1 DELETE 1", "shop.orders: INSERT 3 UPDATE 1 UPSERT 1 DELETE 1")
                .last()
                .asString()
                .startsWith("In all 7 transactions with 8 changes, commit ts 10 (");
    }

    @Test
    void shouldCountWithinBoundsAndTables() {
        assertThat(run(
                        folder.toString(),
                        "--dry-run",
                        "--from=20",
                        "--to",
                        "31",
                        "--table",
                        "shop.*",
                        "--table",
                        "!shop.log"))
                .isZero();
        assertThat(out.toString().lines()).contains("shop.orders: INSERT 1 UPDATE 1 UPSERT 1 DELETE 1");
        assertThat(out.toString())
                .contains("In all 3 transactions with 4 changes")
                .doesNotContain("shop.log");
    }

    @Test
    void shouldTakeTimesWithOffsets() {
        assertThat(run(
                        folder.toString(),
                        "--dry-run",
                        "--from=2020-01-01T00:00:00.001+08:00",
                        "--to=2026-11-21T00:00:00Z"))
                .isZero();
        assertThat(out.toString()).contains("In all 0 transactions");
    }

    @Test
    void shouldPrintALinePerChange() {
        assertThat(run(folder.toString(), "--print")).isZero();
        assertThat(out.toString().lines().filter(line -> !line.contains(" SCHEMA ")))
                .hasSize(8);
        assertThat(out.toString()).contains("INSERT shop.orders id=2 n=2 note=\"two\\nlines\"");
    }

    @Test
    void shouldWriteFilesAndGoOnWhereItEnded() throws IOException {
        Path made = target.resolve("new/day");
        assertThat(run(folder.toString(), "--into-files", made.toString(), "--to", "31", "--format", "sql_lines"))
                .isZero();
        assertThat(run(folder.toString(), "--into-files", made.toString(), "--format", "SQL_LINES"))
                .isZero();

        assertThat(out.toString())
                .contains("Wrote 5 transactions with 6 changes", "Wrote 2 transactions with 2 changes");
        assertThat(Folder.names(made)).containsExactly("binlog-000000001.sql", "binlog-000000002.sql");
        assertThat(Files.readString(made.resolve("binlog-000000001.sql"))).contains("INSERT INTO `shop`.`orders`");
        assertThat(Files.readString(made.resolve("binlog-000000002.sql"))).contains("commit_ts=51");
    }

    @ParameterizedTest
    @CsvSource({
        "--from 5 --to 3,in front of --to",
        "--from 2026-11-21T00:00:00Z --to 2026-11-21T00:00:00Z,in front of --to",
        "--from 9999999999999999999,above the highest commit ts",
        "--to 99999999999999999999999,above the highest commit ts"
    })
    void shouldSayWhatIsWrongWithTheBounds(String bounds, String problem) {
        List<String> args = new ArrayList<>(List.of(folder.toString(), "--dry-run"));
        args.addAll(Arrays.asList(bounds.split(" ")));

        assertThat(run(args.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(problem).doesNotContain("input string");
    }

    @Test
    void shouldNameTheClassThatASinkLacks() {
        assertThat(run(folder.toString(), "--into", Lacking.class.getName())).isEqualTo(1);
        assertThat(err.toString()).contains("com/example/Driver").doesNotContain("info.picocli:picocli");
    }

    @Test
    void shouldReplayIntoASinkOfTheClassPath() {
        Collecting.WRITTEN.clear();
        assertThat(run(folder.toString(), "--into", CollectingMaker.class.getName()))
                .isZero();

        assertThat(Collecting.WRITTEN).containsExactly(10L, 20L, 20L, 20L, 31L, 50L, 51L);
        assertThat(out.toString()).contains("Replayed 7 transactions");
    }

    @Test
    void shouldReplayWhatLiesInFrontOfDamage() throws IOException {
        Collecting.WRITTEN.clear();
        flipAByte(file(2));

        assertThat(run(folder.toString(), "--into", CollectingMaker.class.getName()))
                .isEqualTo(1);
        assertThat(Collecting.WRITTEN).startsWith(10L, 20L, 20L, 20L).doesNotContain(51L);
        assertThat(err.toString()).contains("binlog-000000002.seg");
    }

    @Test
    void shouldExplainWhatIsWrongWithTheFolderWithoutAStackTrace() throws IOException {
        flipAByte(file(1));

        assertThat(run(folder.toString(), "--dry-run")).isEqualTo(1);
        assertThat(err.toString()).contains("binlog-000000001.seg").doesNotContain("\tat ");
    }

    @Test
    void shouldShowWhereAnUnexpectedFailureComesFrom() {
        assertThat(run(folder.toString(), "--into", Failing.class.getName())).isEqualTo(1);
        assertThat(err.toString()).contains("nothing works today");
    }

    @Test
    void shouldTellThatItWasInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(run(folder.toString(), "--dry-run")).isEqualTo(1);
        assertThat(err.toString()).contains("Interrupted");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldRefuseAFolderWithoutSegments() {
        assertThat(run(target.toString(), "--dry-run")).isEqualTo(1);
        assertThat(err.toString()).contains(target.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOLDER",
                "--dry-run",
                "FOLDER --dry-run=false",
                "FOLDER --dry-run --print",
                "FOLDER --dry-run --from yesterday",
                "FOLDER --dry-run --from 2026-11-21T07:39:23",
                "FOLDER --dry-run --from 0",
                "FOLDER --dry-run --from 9999999999999999999",
                "FOLDER --dry-run --to 1970-01-01T00:00:00Z",
                "FOLDER --dry-run --table shop",
                "FOLDER --dry-run --format SQL_LINES",
                "FOLDER --verify --table shop.*",
                "FOLDER --into no.such.Sink",
                "FOLDER --into-files FOLDER",
                "FOLDER --into-files TARGET --format XML",
                "FOLDER/nowhere --dry-run"
            })
    void shouldRefuseAWrongCommandLine(String line) {
        String[] args = Arrays.stream(line.split(" "))
                .map(arg -> arg.replace("FOLDER", folder.toString()).replace("TARGET", target.toString()))
                .toArray(String[]::new);

        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: replay");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldReplayAFolderFromCode() throws Exception {
        ReplayReport report = Replay.of(folder).fromCommitTs(CommitTs.of(31)).dryRun();

        assertThat(report.transactions()).isEqualTo(3);
        assertThat(report.last()).isEqualTo(CommitTs.of(51));
    }

    @Test
    void shouldEndTheProcessWithTheExitCode() throws Exception {
        Process process = start(folder.toString(), "--dry-run", "--print");

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void shouldCloseTheSinkWhereTheProcessIsToEnd() throws Exception {
        Process process = start(folder.toString(), "--into", NeverDurable.class.getName());
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(target.resolve("written")));
            process.destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(target.resolve("closed")).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldReplayIntoATargetOfAnotherProgram() {
        Collecting.WRITTEN.clear();
        List<ReplayProgress> told = new CopyOnWriteArrayList<>();
        CommandLine program = program(ReplayTool.command(
                name -> name.equals("copy") ? new Collecting() : null, (Consumer<ReplayProgress>) told::add));

        assertThat(program.execute("replay", folder.toString(), "--into-target", "copy"))
                .isZero();
        assertThat(Collecting.WRITTEN).containsExactly(10L, 20L, 20L, 20L, 31L, 50L, 51L);
        assertThat(out.toString()).contains("Replayed 7 transactions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "broken"})
    void shouldSayThatThereIsNoSuchTarget(String name) {
        CommandLine program = program(ReplayTool.command(asked -> {
            if (asked.equals("broken")) {
                throw new IllegalArgumentException("it is broken");
            }
            return null;
        }));

        assertThat(program.execute("replay", folder.toString(), "--into-target", name))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--into-target: ", name, "Usage: main replay");
    }

    @Test
    void shouldOfferTargetsWhereThereAreSome() {
        assertThat(program(ReplayTool.command(name -> null)).execute("replay", "--help"))
                .isZero();
        assertThat(out.toString()).contains("--into-target", "main replay /var/lib/shop-binlog");
        assertThat(run("--help")).isZero();
        assertThat(run(folder.toString(), "--into-target", "copy")).isEqualTo(2);
    }

    @Test
    void shouldTellHowMuchOfTheFilesWasRead() throws Exception {
        try (SegmentReader all = SegmentReader.of(folder);
                SegmentReader half = SegmentReader.of(folder)) {
            half.expectEnd(20);
            half.open(null);
            all.open(null);
            long size = Files.size(file(1)) + Files.size(file(2));

            assertThat(all.totalBytes()).isEqualTo(size);
            assertThat(half.totalBytes()).isEqualTo(Files.size(file(1)));
            while (!all.next().isEmpty()) {
                assertThat(all.readBytes()).isPositive();
            }
            assertThat(all.readBytes()).isEqualTo(size);
        }
        assertThat(new ReplayProgress(null, 0, 0, 25, 100).fraction()).hasValue(0.25);
        assertThat(new ReplayProgress(null, 0, 0, 0, 0).fraction()).isEmpty();
    }

    private CommandLine program(Object replay) {
        return new CommandLine(CommandLine.Model.CommandSpec.create().name("main"))
                .addSubcommand("replay", replay)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dnotes=" + target,
                ReplayTool.class.getName()));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private int run(String... args) {
        return ReplayTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path file(int number) {
        return folder.resolve(String.format("binlog-%09d.seg", number));
    }

    private static void flipAByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private void segment(SegmentCodec codec, MessageBuffer buffer, int number, List<List<BinlogEvent>> lists)
            throws IOException {
        codec.header(new SegmentHeader("shop", "archive", number, 1_700_000_000_000L));
        lists.forEach(events -> write(codec, events));
        codec.footer();
        Files.write(file(number), buffer.toByteArray());
        buffer.clear();
    }

    private static void write(SegmentCodec codec, List<BinlogEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            BinlogEvent event = events.get(i);
            if (event instanceof Transaction transaction) {
                codec.begin(transaction);
                for (int change = 0; change < transaction.changes().size(); change++) {
                    codec.change(transaction, change);
                }
                boolean complete = events.subList(i + 1, events.size()).stream()
                        .noneMatch(later ->
                                later instanceof Transaction && later.commitTs().equals(transaction.commitTs()));
                codec.commit(transaction, complete);
            } else if (event instanceof SchemaChange change) {
                codec.schema(change);
            } else if (event instanceof Heartbeat heartbeat) {
                codec.heartbeat(heartbeat);
            }
        }
    }

    /** Keeps what comes, for the test to see. */
    static final class Collecting implements Sink {

        private static final List<Long> WRITTEN = new CopyOnWriteArrayList<>();

        @Override
        public void write(List<BinlogEvent> events) {
            for (BinlogEvent event : events) {
                if (event instanceof Transaction) {
                    WRITTEN.add(event.commitTs().value());
                }
            }
        }
    }

    /** Makes one. */
    public static final class CollectingMaker implements Supplier<Sink> {

        @Override
        public Sink get() {
            return new Collecting();
        }
    }

    /** Needs a class that is not there. */
    public static final class Lacking implements Sink {

        @Override
        public void write(List<BinlogEvent> events) {
            throw new NoClassDefFoundError("com/example/Driver");
        }
    }

    /** Fails with the first events. */
    public static final class Failing implements Sink {

        @Override
        public void write(List<BinlogEvent> events) throws IOException {
            throw new IOException("nothing works today");
        }
    }

    /** Takes everything and is never done with it; notes in a folder what it is asked to do. */
    public static final class NeverDurable implements Sink {

        private final Path notes = Path.of(System.getProperty("notes", ""));

        @Override
        public void write(List<BinlogEvent> events) throws IOException {
            Files.createFile(notes.resolve("written"));
        }

        @Override
        public boolean flush(boolean force) {
            return false;
        }

        @Override
        public void close() throws IOException {
            Files.createFile(notes.resolve("closed"));
        }
    }
}
