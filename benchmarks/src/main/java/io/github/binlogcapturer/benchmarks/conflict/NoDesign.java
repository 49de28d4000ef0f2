package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;

/** Finds nothing. */
final class NoDesign implements Design {

    @Override
    public int add(KeySet keys) {
        return keys.isTooLarge() ? 1 : 0;
    }

    @Override
    public long predecessor(int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
