package io.github.binlogcapturer.sink.file.internal.kind;

/**
 * Something in a file that no ended process leaves, with more behind it.
 *
 * @param offset where it stands in the file
 * @param what what is wrong
 */
public record Damage(long offset, String what) {}
