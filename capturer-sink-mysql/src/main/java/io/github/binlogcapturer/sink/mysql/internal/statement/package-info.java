/**
 * Turns transactions into statements: folds the changes of a row into one, orders what remains so that no unique or foreign key is hurt on
 * the way, and writes it as text or with parameters. The door is {@link
 * io.github.binlogcapturer.sink.mysql.internal.statement.BatchPlanner}.
 */
@NullMarked
package io.github.binlogcapturer.sink.mysql.internal.statement;

import org.jspecify.annotations.NullMarked;
