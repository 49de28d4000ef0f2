package io.github.binlogcapturer;

/** The life of a capturer. It only ever moves downwards in this list, except that it may go to FAILED from any state but STOPPED. */
public enum CapturerState {
    /** Built; nothing runs yet. */
    NEW,
    /** Asks the cluster for tables and regions, or opens the log. */
    STARTING,
    /** Reads and delivers. */
    RUNNING,
    /** Ends its parts and saves the checkpoint. */
    STOPPING,
    /** Ended as asked, or with the log that was to be read. */
    STOPPED,
    /** Ended by a failure, see {@link BinlogCapturer#failure()}. */
    FAILED;

    /** Returns whether no state follows. */
    public boolean isFinal() {
        return this == STOPPED || this == FAILED;
    }
}
