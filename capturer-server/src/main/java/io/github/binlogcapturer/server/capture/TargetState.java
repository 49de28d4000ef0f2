package io.github.binlogcapturer.server.capture;

/** What a target does now. */
public enum TargetState {
    /** Its capture is made: the cluster is asked, the target opened. */
    STARTING,
    /** Carries changes. */
    RUNNING,
    /** Has failed, and is made anew after a pause. */
    WAITING,
    /** Stopped by an operator until resumed. */
    PAUSED,
    /** Has failed in a way that does not mend itself; an operator has to act. */
    FAILED,
    /** Ended with the program. */
    STOPPED
}
