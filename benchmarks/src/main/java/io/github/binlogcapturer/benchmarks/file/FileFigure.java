package io.github.binlogcapturer.benchmarks.file;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How many transactions of one row, of 4096 different ones, per second our sink appends to a file, and how many as bare appends:
 * those of 4096 transactions again and again, ready as arrays, forced to the disk as often.
 */
public final class FileFigure implements Figure {

    /** What the applier takes at once, and so what is forced at once under {@link FsyncPolicy#everyBatch}. */
    static final int BATCH = 4096;

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final String name;
    private final FileFormat format;
    private final int writes = Integer.getInteger("writes", 1_000_000);

    public FileFigure(String name, FileFormat format) {
        this.name = name;
        this.format = format;
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        ReadyStream ready = new ReadyStream(Workload.UNIFORM.writes(BATCH, 1), writes);
        SinkAppends.Written written = new SinkAppends(format, FsyncPolicy.never(), ready, writes).written();
        Map<String, Way> ways = new LinkedHashMap<>();
        addWays(ways, "default", ready, written, FsyncPolicy.everyBatch(), BareAppends.Forced.every(BATCH));
        addWays(ways, "interval", ready, written, FsyncPolicy.interval(INTERVAL), BareAppends.Forced.each(INTERVAL));
        addWays(ways, "never", ready, written, FsyncPolicy.never(), BareAppends.Forced.never());
        Medians medians = rounds.measure(ways);
        String conditions = String.format(
                Locale.ROOT,
                "%d transactions of one row, of %d different ones, %d bytes each in the file, forced after every %d as by"
                        + " default; peer: arrays of the bytes of those in the middle, %d again and again; interval and"
                        + " never: the ratios where forced every %d ms and never, %s",
                writes,
                BATCH,
                written.bytes() / writes,
                BATCH,
                written.middle().size(),
                INTERVAL.toMillis(),
                medians.counted());
        return List.of(new Outcome(name, conditions, medians.of("default.ours"), medians.of("default.peer"))
                .with(ratio(medians, "interval") + " " + ratio(medians, "never")));
    }

    private void addWays(
            Map<String, Way> ways,
            String policy,
            ReadyStream ready,
            SinkAppends.Written written,
            FsyncPolicy fsync,
            BareAppends.Forced forced) {
        ways.put(policy + ".ours", () -> new SinkAppends(format, fsync, ready, writes).rate(written.checksum()));
        ways.put(policy + ".peer", () -> new BareAppends(written.middle(), writes, forced).rate());
    }

    private static String ratio(Medians medians, String policy) {
        double ratio = medians.of(policy + ".ours") / medians.of(policy + ".peer");
        return String.format(Locale.ROOT, "%s=%.2f", policy, ratio);
    }
}
