package io.github.binlogcapturer.sink.mysql.internal.statement;

/** Takes one value in the form in which a target takes it. */
interface ValueOut {

    void nothing();

    void integer(long value);

    /** Takes the bits of an unsigned integer of 64 bits. */
    void unsigned(long bits);

    void real(double value);

    /** Takes a number as its digits. */
    void number(String digits);

    void text(String value);

    void bytes(byte[] value);
}
