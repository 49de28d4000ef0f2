package io.github.binlogcapturer.sink.mysql.internal.verify;

/** The two sides do not have keys in the same order, whatever they say: halving leads nowhere. */
final class UnorderedException extends Exception {

    private static final long serialVersionUID = 1L;

    UnorderedException() {
        super("The two sides have keys in another order");
    }
}
