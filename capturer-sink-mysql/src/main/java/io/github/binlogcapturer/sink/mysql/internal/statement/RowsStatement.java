package io.github.binlogcapturer.sink.mysql.internal.statement;

/** What all statements share. */
abstract non-sealed class RowsStatement implements PlannedStatement {}
