package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.ConflictDetector;
import io.github.binlogcapturer.internal.conflict.KeySet;
import io.github.binlogcapturer.internal.conflict.Predecessors;

/** The detector of this project; with or without a look at what it is going to need. */
final class DetectorDesign implements Design {

    private final int window;
    private final boolean expects;
    private final ConflictDetector detector;
    private final Predecessors found = new Predecessors();
    private long sequence;

    DetectorDesign(int window, boolean expects) {
        this.window = window;
        this.expects = expects;
        this.detector = new ConflictDetector(window);
    }

    @Override
    public void expect(KeySet[] next) {
        if (expects) {
            for (KeySet keys : next) {
                detector.expect(keys);
            }
        }
    }

    @Override
    public int add(KeySet keys) {
        detector.add(sequence, keys, Math.max(0, sequence - window + 1), found);
        sequence++;
        return found.count();
    }

    @Override
    public long predecessor(int index) {
        return found.sequence(index);
    }

    @Override
    public long waitBelow() {
        return found.waitBelow();
    }
}
