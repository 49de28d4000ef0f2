package io.github.binlogcapturer.sink.file;

/**
 * What a {@link FileSink} does when it opens and finds damage: something that no ended process leaves behind, such as a line or record that
 * is not what was written with more behind it, zeros with something behind them, or a complete file that is cut off. What lies behind may
 * have been acknowledged. A torn end, cut off or in zeros, is no damage; it is always cut off and written again.
 */
public enum DamagePolicy {
    /** Nothing is changed and {@link FileSink#open} fails, naming the file, the byte, and how far it is whole. */
    REFUSE,
    /**
     * The damaged file is copied to its name with {@code .damaged} behind it, then cut where it is whole, and files behind it get such names
     * too. The sink goes on from the commit ts where the file is whole, so the capture has to be able to read again from there. For use once
     * the damage was looked at, as after a loss of power with a {@link FsyncPolicy} that forces seldom or never. Where the files are whole
     * up to no commit ts at all, it is refused too.
     */
    SET_ASIDE
}
