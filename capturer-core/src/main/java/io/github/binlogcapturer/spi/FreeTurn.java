package io.github.binlogcapturer.spi;

/** The turn that is always there. */
enum FreeTurn implements CommitTurn {
    INSTANCE;

    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public boolean await() {
        return true;
    }

    @Override
    public void blocked() {
        // nobody waits for anybody
    }
}
