package io.github.binlogcapturer.spi;

/** In which order the transactions of the source become visible at a target. Each of them is visible as a whole or not at all, in any mode. */
public enum VisibleOrder {
    /**
     * Transactions that touch a common key become visible in commit order, others in any. A reader may see a later transaction before an
     * unrelated earlier one, never half of one. The fastest.
     */
    EVENTUAL,
    /** All become visible in commit order, though several lanes execute at once: every state a reader sees is one that the source had. */
    COMMIT_ORDER,
    /** One lane applies them one after another. Every state a reader sees is one that the source had. */
    SERIAL
}
