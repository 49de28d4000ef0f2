package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.ConflictDetector;
import io.github.binlogcapturer.internal.conflict.KeySet;
import io.github.binlogcapturer.internal.conflict.Predecessors;

/** The detector of this project. */
class DetectorDesign implements Design {

    private final int window;
    private final ConflictDetector detector;
    private final Predecessors found = new Predecessors();
    private long sequence;

    DetectorDesign(int window) {
        this.window = window;
        this.detector = new ConflictDetector(window);
    }

    @Override
    public int add(KeySet keys) {
        detector.add(sequence, keys, Math.max(0, sequence - window), found);
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

    @Override
    public void expect(KeySet[] next) {
        for (KeySet keys : next) {
            detector.expect(keys);
        }
    }
}
