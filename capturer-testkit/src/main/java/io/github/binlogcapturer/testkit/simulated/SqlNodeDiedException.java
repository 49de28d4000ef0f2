package io.github.binlogcapturer.testkit.simulated;

import org.jspecify.annotations.Nullable;

/**
 * The SQL node died while it committed, so its client does not know what became of the transaction. The stores find out; its rows stay
 * locked until they have. Do not run it again before that is known.
 */
public final class SqlNodeDiedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long txnId;

    SqlNodeDiedException(long txnId) {
        this(txnId, null);
    }

    SqlNodeDiedException(long txnId, @Nullable Throwable cause) {
        super(
                "The SQL node died while it committed transaction " + txnId
                        + "; the stores decide about it. Its rows stay locked until then",
                cause);
        this.txnId = txnId;
    }

    /** Returns the id of the transaction. */
    public long txnId() {
        return txnId;
    }
}
