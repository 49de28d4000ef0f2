package io.github.binlogcapturer.sink.file;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The command line of {@link Replay}: checks a folder of segments, counts or prints what is in it, or replays it into files or a sink on
 * the class path. {@code --help} tells the options. It needs picocli on the class path.
 *
 * <pre>
 * java -cp 'lib/*' io.github.binlogcapturer.sink.file.ReplayTool /var/lib/shop-binlog --table 'shop.*' --dry-run
 * </pre>
 *
 * <p>It exits with 0 where all went well; with 1 where something is wrong with the folder or the target; with 2 where the command line is
 * wrong. Where a signal ends it, the exit code is that of the signal, such as 143 for SIGTERM and 130 for SIGINT.
 */
public final class ReplayTool {

    private static final long GRACE_SECONDS = 15;

    private ReplayTool() {}

    /** Runs the command line and ends the process with its exit code. A signal ends a replay between transactions. */
    public static void main(String... args) {
        Thread replaying = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> interrupt(replaying, done), "replay-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        int code;
        try {
            code = run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), args);
        } finally {
            done.countDown();
        }
        System.exit(code);
    }

    /** Runs the command line, prints to two writers, and returns the exit code. Blocks; ends early, with 1, where the thread is interrupted. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        try {
            return ReplayCommand.execute(out, err, args);
        } catch (NoClassDefFoundError e) {
            String missing = String.valueOf(e.getMessage());
            if (missing.startsWith("picocli")) {
                err.println("The replay tool lacks " + missing + "; put info.picocli:picocli on the class path");
            } else {
                err.println("Class " + missing + " is needed and cannot be loaded; put its jar on the class path");
                e.printStackTrace(err);
            }
            return ReplayCommand.EXIT_PROBLEM;
        }
    }

    /**
     * Returns the command as an object for another program's {@code CommandLine.addSubcommand("replay", …)}, with {@code --into-target NAME}
     * beside the other actions. Where that program sets {@code setCaseInsensitiveEnumValuesAllowed} and a handler of exceptions, they
     * hold for it too: what goes wrong comes as {@link io.github.binlogcapturer.error.CapturerException}, with a message to be shown, as
     * {@code InterruptedException}, or as picocli's exception of a wrong command line. The command returns 0 or 1. For one run.
     *
     * @param targets makes a {@link io.github.binlogcapturer.spi.Sink} or {@link io.github.binlogcapturer.spi.ParallelSink} for a name, not
     *     open yet; an {@code IllegalArgumentException} says why there is none, null that there is none of that name
     */
    public static Callable<Integer> command(Function<? super String, ?> targets) {
        return new ReplayWithTargets(Objects.requireNonNull(targets, "targets"), null);
    }

    /**
     * Returns the command like {@link #command(Function)}, which tells progress twice a second instead of printing it.
     *
     * @param onProgress called on the thread that runs the command; an exception ends the replay
     */
    public static Callable<Integer> command(
            Function<? super String, ?> targets, Consumer<? super ReplayProgress> onProgress) {
        return new ReplayWithTargets(
                Objects.requireNonNull(targets, "targets"), Objects.requireNonNull(onProgress, "onProgress"));
    }

    /** The process ends when its hooks do: so this one waits until the sink is closed. */
    private static void interrupt(Thread replaying, CountDownLatch done) {
        if (done.getCount() > 0) {
            replaying.interrupt();
            try {
                done.await(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
