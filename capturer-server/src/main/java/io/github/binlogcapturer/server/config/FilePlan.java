package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.DamagePolicy;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileNaming;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** Files of this machine as a target: section {@code file}. */
record FilePlan(Settings<FileSink.Builder> settings) implements SinkPlan {

    static final String FOLDER = "folder";
    static final String PREFIX = "prefix";
    static final String FILE = "file";
    static final String ZONE = "zone";
    static final String FORMAT = "format";

    private static final OptionTable<Draft<Rotation>> ROTATION = OptionTable.of(
            Option.of(
                    "size", Kinds.SIZE, "1GiB", "from which size on", (all, size) -> all.change(r -> r.withSize(size))),
            Option.of(
                    "after",
                    Kinds.DURATION,
                    "never",
                    "from which age on",
                    (all, age) -> all.change(r -> r.orAfter(age))),
            Option.asked("at", Kinds.TIME, "never", "at which time of each day"),
            Option.asked("zone", Kinds.ZONE, "of this machine", "the zone of that time"));

    private static final OptionTable<Draft<Retention>> RETENTION = OptionTable.of(
            Option.of(
                    "files", Kinds.INT, "any", "most files, at least 2", (all, n) -> all.change(r -> r.atMostFiles(n))),
            Option.of("bytes", Kinds.SIZE, "any", "most bytes", (all, n) -> all.change(r -> r.atMostBytes(n))),
            Option.of(
                    "age", Kinds.DURATION, "any", "the highest age", (all, age) -> all.change(r -> r.atMostAge(age))));

    private static final Kind<Choice> COMPRESSION =
            ChoiceKind.of("none", "gzip", "zstd").or("gzip", Kinds.INT).or("zstd", Kinds.INT);

    private static final Kind<Choice> FSYNC =
            ChoiceKind.of("every-batch", "never").or("interval", Kinds.DURATION);

    static final OptionTable<FileSink.Builder> TABLE = OptionTable.of(
            Option.asked(
                    FOLDER, Kinds.PATH, "", "an existing folder; files in it are PREFIX-000000001.jsonl and so on"),
            Option.of(PREFIX, Kinds.TEXT, "binlog", "how names in the folder begin", FileSink.Builder::prefix),
            Option.asked(
                    FILE, Kinds.PATH, "", "in place of folder: a file, renamed to FILE-YYYYMMDDHHMMSS when it is full"),
            Option.asked(ZONE, Kinds.ZONE, "of this machine", "the zone of the time in these names"),
            Option.of(FORMAT, Kinds.oneOf(FileFormat.class), "json-lines", "what is written", FileSink.Builder::format),
            Option.of(
                    "rotation",
                    new NestedKind<>(ROTATION, () -> new Draft<>(Rotation.defaults())),
                    "1GiB",
                    "when a file ends and the next begins",
                    (builder, rotation) -> builder.rotation(rotation(rotation))),
            Option.of(
                    "compression",
                    COMPRESSION,
                    "none",
                    "how complete files are compressed; {gzip: 9} sets the level",
                    (builder, choice) -> builder.compression(compression(choice))),
            Option.of(
                    "retention",
                    new NestedKind<>(RETENTION, () -> new Draft<>(Retention.keepAll())),
                    "all are kept",
                    "which complete files are deleted",
                    (builder, retention) -> builder.retention(retention(retention))),
            Option.of(
                    "fsync",
                    FSYNC,
                    "every-batch",
                    "when files are forced to the disk",
                    (builder, choice) -> builder.fsync(fsync(choice))),
            Option.of(
                    "damaged",
                    Kinds.oneOf(DamagePolicy.class),
                    "refuse",
                    "what is done about files that are damaged",
                    FileSink.Builder::damaged),
            Option.of(
                    "completeOnClose",
                    Kinds.BOOL,
                    "false",
                    "whether a file is completed when the capture ends",
                    FileSink.Builder::completeOnClose));

    private static Rotation rotation(Settings<Draft<Rotation>> settings) {
        Draft<Rotation> rotation = new Draft<>(Rotation.defaults());
        settings.applyTo(rotation);
        Optional<LocalTime> at = settings.find("at", LocalTime.class);
        ZoneId zone = settings.find("zone", ZoneId.class).orElseGet(ZoneId::systemDefault);
        return at.isPresent() ? rotation.get().orAt(at.get(), zone) : rotation.get();
    }

    private static Retention retention(Settings<Draft<Retention>> settings) {
        Draft<Retention> retention = new Draft<>(Retention.keepAll());
        settings.applyTo(retention);
        return retention.get();
    }

    private static Compression compression(Choice choice) {
        if (choice.name().equals("none")) {
            return Compression.none();
        }
        boolean gzip = choice.name().equals("gzip");
        if (choice.argument() instanceof Integer level) {
            return gzip ? Compression.gzip(level) : Compression.zstd(level);
        }
        return gzip ? Compression.gzip() : Compression.zstd();
    }

    private static FsyncPolicy fsync(Choice choice) {
        if (choice.argument() instanceof Duration interval) {
            return FsyncPolicy.interval(interval);
        }
        return choice.name().equals("never") ? FsyncPolicy.never() : FsyncPolicy.everyBatch();
    }

    /**
     * Starts a sink with the naming that is set.
     *
     * @throws IllegalArgumentException if folder and file do not fit together
     */
    static FileSink.Builder start(Settings<FileSink.Builder> settings) {
        Optional<Path> folder = settings.find(FOLDER, Path.class);
        Optional<Path> file = settings.find(FILE, Path.class);
        if (folder.isPresent() == file.isPresent()) {
            throw new IllegalArgumentException("a target in files has one of the keys " + FOLDER + " and " + FILE);
        }
        if (folder.isPresent()) {
            return FileSink.builder(folder.get());
        }
        ZoneId zone = settings.find(ZONE, ZoneId.class).orElseGet(ZoneId::systemDefault);
        return FileSink.builder(FileNaming.original(file.orElseThrow(), zone));
    }

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public String description() {
        Optional<Path> file = settings.find(FILE, Path.class);
        return file.map(path -> "file " + path)
                .orElseGet(() -> "folder " + settings.find(FOLDER, Path.class).orElseThrow());
    }

    @Override
    public PlannedSink make(CaptureMetrics metrics) {
        FileSink.Builder builder = start(settings);
        settings.applyTo(builder);
        FileSink sink = builder.build();
        return new PlannedSink.InOrder(sink, sink);
    }
}
