package io.github.binlogcapturer.benchmarks.decode;

/** A way to decode entries. Owned by one thread. */
interface EntryDecoding {

    /** Decodes an entry and hands all values of its new image to the taker, then those of its old one where it has one. */
    void decode(int index, byte[] entry, RowValues taker) throws Exception;
}
