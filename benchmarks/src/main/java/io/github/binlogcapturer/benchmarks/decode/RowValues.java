package io.github.binlogcapturer.benchmarks.decode;

/** Takes the values of rows as they are decoded: numbers without objects, everything else as text. */
interface RowValues {

    void number(long value);

    void text(String value);
}
