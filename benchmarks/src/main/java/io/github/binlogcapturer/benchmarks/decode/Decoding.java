package io.github.binlogcapturer.benchmarks.decode;

/** A way to decode entries, or the images of rows in them. Owned by one thread. */
interface Decoding {

    /** Decodes one and hands all values to the taker, of an entry those of its new image before those of its old one. */
    void decode(int index, byte[] bytes, RowValues taker) throws Exception;
}
