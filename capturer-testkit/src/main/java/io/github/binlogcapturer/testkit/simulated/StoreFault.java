package io.github.binlogcapturer.testkit.simulated;

/** What one store does to its answers while a fault is on; {@link SimulatedFaults} describes each. */
sealed interface StoreFault {

    /** Answers late. */
    record Slow(long delayNs) implements StoreFault {}

    /** Never answers a read with a larger row budget. */
    record Stuck(long rows) implements StoreFault {}

    /** Hangs up in the middle of an answer. */
    record CutsAnswers() implements StoreFault {}

    /** Refuses by the transport. */
    record Overcrowded() implements StoreFault {}

    /** Leaves the code of an answer out. */
    record MissingErrcode() implements StoreFault {}

    /** Repeats the last entries of an answer. */
    record RepeatedTail() implements StoreFault {}

    /** Has check points, but cannot read. */
    record GetValueFail() implements StoreFault {}

    /** Spoils the payloads of a region. */
    record Corrupted(long regionId) implements StoreFault {}
}
