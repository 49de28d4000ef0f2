package io.github.binlogcapturer.spi;

/**
 * A lane's word that a batch was not applied and should come again, in halves down to single transactions, at last alone with
 * everything before it applied. So a conflict that the rules could not foresee ends as it would have ended without parallelism.
 */
public final class BatchRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what the target refused, and where
     * @param cause the target's own exception
     */
    public BatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
