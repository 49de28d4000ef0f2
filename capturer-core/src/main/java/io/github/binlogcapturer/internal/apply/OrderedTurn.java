package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.spi.CommitTurn;

/** The turn of a batch that is committed behind all before it. Used by its lane's thread. */
final class OrderedTurn implements CommitTurn {

    private final Scheduler scheduler;
    private final int lane;
    private final long sequence;
    private boolean toldOfBlocked;

    /** @param sequence that of the batch's first transaction */
    OrderedTurn(Scheduler scheduler, int lane, long sequence) {
        this.scheduler = scheduler;
        this.lane = lane;
        this.sequence = sequence;
    }

    @Override
    public boolean isOrdered() {
        return true;
    }

    @Override
    public boolean await() throws InterruptedException {
        boolean mine = scheduler.awaitTurn(sequence, !toldOfBlocked);
        toldOfBlocked |= !mine;
        return mine;
    }

    @Override
    public void blocked() {
        scheduler.blocked(lane, sequence);
    }
}
