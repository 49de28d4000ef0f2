package io.github.binlogcapturer.server.terminal;

import io.github.binlogcapturer.spi.CaptureClock;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * How far a long piece of work is: a bar that is drawn anew on a terminal, a plain line every 10 s elsewhere. Not thread-safe.
 *
 * <pre>
 * shop.orders [##########..........]  52%  1,204,000 of 2,310,000 rows  41,000/s  27 s left
 * </pre>
 */
public final class Progress implements AutoCloseable {

    private static final long DRAW_NS = Duration.ofMillis(200).toNanos();
    private static final long LINE_NS = Duration.ofSeconds(10).toNanos();
    private static final int BAR = 20;

    private final PrintWriter out;
    private final boolean live;
    private final CaptureClock clock;
    private final String unit;
    private final long startedNs;
    private long shownNs;
    private String last = "";
    private int drawn;

    private Progress(PrintWriter out, boolean live, CaptureClock clock, String unit) {
        this.out = out;
        this.live = live;
        this.clock = clock;
        this.unit = unit;
        this.startedNs = clock.nanoTime();
        this.shownNs = startedNs - (live ? DRAW_NS : 0);
    }

    /**
     * Begins.
     *
     * @param live whether a terminal shows it, where a line can be drawn over
     * @param unit what is counted, as {@code rows}
     */
    public static Progress start(PrintWriter out, boolean live, CaptureClock clock, String unit) {
        return new Progress(out, live, clock, unit);
    }

    /**
     * Tells how far the work is; shown where it is time for that.
     *
     * @param label what is worked at now
     * @param total how much there is in all, 0 or less where unknown
     */
    public void update(String label, long done, long total) {
        long nowNs = clock.nanoTime();
        last = describe(label, done, total, nowNs);
        if (nowNs - shownNs >= (live ? DRAW_NS : LINE_NS)) {
            shownNs = nowNs;
            show(last);
        }
    }

    private String describe(String label, long done, long total, long nowNs) {
        double seconds = (nowNs - startedNs) / 1e9;
        double perSecond = seconds > 0 ? done / seconds : 0;
        StringBuilder line = new StringBuilder(SafeText.of(label)).append(' ');
        if (total > 0) {
            double part = Math.min(1, (double) done / total);
            int full = (int) (part * BAR);
            if (live) {
                line.append('[')
                        .append("#".repeat(full))
                        .append(".".repeat(BAR - full))
                        .append("] ");
            }
            line.append((int) (part * 100)).append("%  ");
        }
        line.append(Texts.count(done));
        if (total > 0) {
            line.append(" of ").append(Texts.count(total));
        }
        line.append(' ').append(unit).append("  ").append(Texts.rate(perSecond));
        if (total > done && perSecond > 0) {
            Duration left = Duration.ofSeconds((long) ((total - done) / perSecond));
            line.append("  ").append(Texts.duration(left)).append(" left");
        }
        return line.toString();
    }

    private void show(String line) {
        if (live) {
            out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
            drawn = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Wipes the bar, so that what follows begins on a line of its own. */
    @Override
    public void close() {
        if (live && drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
    }

    /** Returns the line told last, for tests. */
    String last() {
        return last;
    }
}
