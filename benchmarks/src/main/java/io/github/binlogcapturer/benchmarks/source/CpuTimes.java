package io.github.binlogcapturer.benchmarks.source;

import com.sun.management.OperatingSystemMXBean;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Way;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A way whose processor time is noted: that of all threads of this process, in microseconds per unit. */
final class CpuTimes implements Way {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Way way;
    private final int units;
    private final List<Double> micros = new ArrayList<>();

    /** @param units how many the way does each time */
    CpuTimes(Way way, int units) {
        this.way = way;
        this.units = units;
    }

    @Override
    public double rate() throws Exception {
        long startNs = system.getProcessCpuTime();
        double rate = way.rate();
        micros.add((system.getProcessCpuTime() - startNs) / 1e3 / units);
        return rate;
    }

    /** Returns the median of the last rounds. */
    double median(int rounds) {
        return Medians.median(micros.subList(micros.size() - rounds, micros.size()));
    }
}
