package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;

/** Prints what comes by, in one form. Not thread-safe. */
interface EventPrinter {

    void print(Transaction transaction);

    void print(SchemaChange change);
}
