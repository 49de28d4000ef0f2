package io.github.binlogcapturer.sink.file.internal.kind;

/** What the beginning of a file tells. */
public sealed interface Head {

    /** A whole header of the expected owner and of the version that is written. */
    record Ours() implements Head {}

    /** The beginning of such a header, as it is left when a process ends while it creates a file. */
    record Torn() implements Head {}

    /** No header of this kind of file. */
    record Foreign() implements Head {}

    /**
     * A header of another version.
     *
     * @param found the version of the file
     * @param written the version that this library writes
     */
    record OtherVersion(String found, String written) implements Head {}

    /** A header of somebody else. */
    record OtherOwner(FileOwner found) implements Head {}
}
