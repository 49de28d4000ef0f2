package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.replay.ChangePrinter;
import io.github.binlogcapturer.sink.file.internal.replay.NamedSink;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@link ReplayTool} does, as picocli sees it; sub-classes have the actions that there are. */
@Command(
        name = "replay",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Checks, shows or replays what a file sink has recorded as segments.",
        description = "%nOne action is needed: --verify, --dry-run, --print, --into-files or --into.",
        footer = {
            "%nA commit ts is a number, a time is ISO 8601 with its offset, such as 2026-11-21T07:39:23Z.",
            "%nExit codes: 0 fine, 1 the folder or the target has a problem, 2 wrong usage.",
            "%nExample: write what changed on one day in the tables of shop as SQL",
            "  ${COMMAND-FULL-NAME} /var/lib/shop-binlog --from 2026-11-20T00:00:00+08:00 --to 2026-11-21T00:00:00+08:00 \\",
            "         --table 'shop.*' --table '!shop.tmp_*' --into-files /tmp/day --format SQL_LINES"
        })
abstract sealed class ReplayCommand implements Callable<Integer> permits ReplayAlone, ReplayWithTargets {

    static final int EXIT_FINE = 0;
    static final int EXIT_PROBLEM = 1;

    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "The folder with the segments.")
    private Path folder = Path.of("");

    @Option(
            names = "--prefix",
            paramLabel = "NAME",
            description = "What the names of the segments begin with, ${DEFAULT-VALUE} by default.")
    private String prefix = "binlog";

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            converter = Moment.Converter.class,
            description = "Begins with this commit ts or time, inclusive; by default with the first there is.")
    private @Nullable Moment from;

    @Option(
            names = "--to",
            paramLabel = "WHEN",
            converter = Moment.Converter.class,
            description =
                    "Ends with this commit ts, inclusive, or before this time; by default with the last there is.")
    private @Nullable Moment to;

    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description =
                    "Only these tables, such as 'shop.*' or '!shop.tmp_*'; may be repeated, and the last that matches"
                            + " decides.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "With --into-files: one of ${COMPLETION-CANDIDATES}; by default JSON_LINES.")
    private @Nullable FileFormat format;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("unused") // picocli alone looks at it
    private boolean help;

    /** What to do; one of them. */
    static class Action {

        @Option(names = "--verify", description = "Checks every file: checksums, order, counts.")
        private boolean verify;

        @Option(names = "--dry-run", description = "Counts changes per table and type.")
        private boolean dryRun;

        @Option(names = "--print", description = "Prints one line per change.")
        private boolean print;

        @Option(
                names = "--into-files",
                paramLabel = "DIR",
                description = "Writes files; goes on where a replay into the same folder has ended.")
        private @Nullable Path files;

        @Option(
                names = "--into",
                paramLabel = "CLASS",
                description =
                        "Writes into a sink: a class on the class path with a public constructor without parameters that"
                                + " is a Sink, a ParallelSink or a Supplier of one.")
        private @Nullable String sink;
    }

    /** Returns what to do. */
    abstract Action action();

    /** Returns a sink that an action of a sub-class names, or null where there is none. */
    @Nullable
    Object target() {
        return null;
    }

    /** Returns how often {@link #progressed} is called. */
    Duration progressInterval() {
        return PROGRESS_INTERVAL;
    }

    /** Tells how far a replay is. */
    void progressed(ReplayProgress progress) {
        CommitTs reached = progress.reached();
        if (reached != null) {
            OptionalDouble fraction = progress.fraction();
            err().println(progress.transactions() + " transactions, " + progress.changes()
                    + " changes, read up to commit ts " + reached
                    + (fraction.isEmpty() ? "" : ", " + (int) (100 * fraction.getAsDouble()) + " %"));
        }
    }

    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new ReplayAlone())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()))
                .execute(args);
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof InterruptedException) {
            err.println(
                    "Interrupted; what was written so far is complete, and a sink with a position goes on from there");
        } else if (failure instanceof CapturerException) {
            err.println(failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        return EXIT_PROBLEM;
    }

    @Override
    public Integer call() throws Exception {
        Action action = action();
        if (!Files.isDirectory(folder)) {
            throw usage("There is no folder " + folder, null);
        }
        if (format != null && action.files == null) {
            throw usage("--format is for --into-files", null);
        }
        if (action.verify) {
            return verify();
        }
        Path files = action.files;
        String sink = action.sink;
        Object target = target();
        if (files != null) {
            tell("Wrote", replay().into(fileSink(files)));
        } else if (sink != null) {
            tell("Replayed", into(namedSink(sink)));
        } else if (target != null) {
            tell("Replayed", into(target));
        } else if (action.print) {
            replay().into(new ChangePrinter(out()));
        } else if (action.dryRun) {
            countTables(replay().dryRun());
        } else {
            throw usage("Nothing is to be done", null);
        }
        return EXIT_FINE;
    }

    private int verify() throws InterruptedException {
        if (from != null || to != null || !tables.isEmpty()) {
            throw usage("--verify checks all of the folder; leave out --from, --to and --table", null);
        }
        SegmentReport report;
        try (SegmentReader reader = SegmentReader.of(folder, prefix)) {
            report = reader.verify();
        }
        for (SegmentReport.Problem problem : report.problems()) {
            out().println(problem.file() + " at byte " + problem.offset() + ": " + problem.what());
        }
        out().println(report.files() + " files with " + report.records() + " records: " + report.transactions()
                + " transactions with " + report.changes() + " changes"
                + range(report.firstCommitTs(), report.lastCommitTs()) + "; "
                + (report.isSound() ? "no problem" : report.problems().size() + " problems"));
        return report.isSound() ? EXIT_FINE : EXIT_PROBLEM;
    }

    private Replay replay() {
        Replay replay = Replay.from(SegmentReader.of(folder, prefix)).onProgress(progressInterval(), this::progressed);
        if (!tables.isEmpty()) {
            replay.tables(filter());
        }
        if (from != null && to != null && from.firstTs() > to.lastTs()) {
            throw usage("--from must lie in front of --to, or there is nothing between them", null);
        }
        if (from != null) {
            from.begin(replay);
        }
        if (to != null) {
            to.end(replay);
        }
        return replay;
    }

    private TableFilter filter() {
        try {
            return TableFilter.of(tables);
        } catch (IllegalArgumentException e) {
            throw usage("--table: " + e.getMessage(), e);
        }
    }

    private Sink fileSink(Path target) throws IOException {
        Files.createDirectories(target);
        if (Files.isSameFile(folder, target)) {
            throw usage("--into-files needs another folder than the one that is read", null);
        }
        return FileSink.builder(target)
                .format(format == null ? FileFormat.JSON_LINES : format)
                .completeOnClose(true)
                .build();
    }

    private Object namedSink(String className) {
        try {
            return NamedSink.make(className);
        } catch (IllegalArgumentException e) {
            throw usage("--into: " + e.getMessage(), e);
        }
    }

    private ReplayReport into(Object sink) throws InterruptedException {
        return sink instanceof ParallelSink parallel ? replay().into(parallel) : replay().into((Sink) sink);
    }

    private void tell(String what, ReplayReport report) {
        out().println(what + " " + describe(report));
    }

    private void countTables(ReplayReport report) {
        report.changes().forEach((table, byType) -> {
            StringBuilder line = new StringBuilder()
                    .append(table.database())
                    .append('.')
                    .append(table.table())
                    .append(':');
            byType.forEach(
                    (type, count) -> line.append(' ').append(type).append(' ').append(count));
            out().println(line);
        });
        out().println("In all " + describe(report));
    }

    private static String describe(ReplayReport report) {
        return report.transactions() + " transactions with " + report.changeCount() + " changes"
                + range(report.first(), report.last());
    }

    private static String range(@Nullable CommitTs first, @Nullable CommitTs last) {
        return first == null ? "" : ", commit ts " + first + " to " + last;
    }

    ParameterException usage(String message, @Nullable Throwable cause) {
        return cause == null
                ? new ParameterException(spec.commandLine(), message)
                : new ParameterException(spec.commandLine(), message, cause);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** A commit ts or a time, as the command line gives it. */
    record Moment(@Nullable CommitTs commitTs, @Nullable Instant time) {

        /** How picocli reads it. */
        static final class Converter implements CommandLine.ITypeConverter<Moment> {

            @Override
            public Moment convert(String text) {
                try {
                    if (text.matches("\\d+")) {
                        return new Moment(CommitTs.of(Long.parseLong(text)), null);
                    }
                    Instant time = OffsetDateTime.parse(text).toInstant();
                    CommitTs.at(time);
                    return new Moment(null, time);
                } catch (NumberFormatException e) {
                    throw new CommandLine.TypeConversionException(
                            "\"" + text + "\" is above the highest commit ts, " + Long.MAX_VALUE);
                } catch (DateTimeParseException e) {
                    throw new CommandLine.TypeConversionException("\"" + text
                            + "\" is neither a commit ts nor a time with its offset such as 2026-11-21T07:39:23Z");
                } catch (IllegalArgumentException e) {
                    throw new CommandLine.TypeConversionException(e.getMessage());
                }
            }
        }

        /** Returns the first commit ts that is wanted where this is the beginning. */
        long firstTs() {
            return commitTs != null ? commitTs.value() : timeTs();
        }

        /** Returns the last commit ts that is wanted where this is the end. */
        long lastTs() {
            return commitTs != null ? commitTs.value() : timeTs() - 1;
        }

        private long timeTs() {
            return CommitTs.at(Objects.requireNonNull(time)).value();
        }

        void begin(Replay replay) {
            if (commitTs != null) {
                replay.fromCommitTs(commitTs);
            } else if (time != null) {
                replay.fromTime(time);
            }
        }

        void end(Replay replay) {
            if (commitTs != null) {
                replay.toCommitTs(commitTs);
            } else if (time != null) {
                replay.toTime(time);
            }
        }
    }
}
