package io.github.binlogcapturer.sink.file;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
