/**
 * Compares the rows of two tables on two servers. Door: {@link io.github.binlogcapturer.sink.mysql.internal.verify.VerifyRun}.
 *
 * <pre>
 *  VerifyRun ─▶ TablePairing ─▶ TablePair of ColumnPairs, each of a ValueKind
 *            ─▶ KeyedComparison by KeyRanges ─▶ Side ─▶ server
 *            ─▶ HashComparison  by RowHashes ─▶ Side
 *                 both ─▶ RowConfirmation ─▶ RepairSql, Findings
 * </pre>
 */
@NullMarked
package io.github.binlogcapturer.sink.mysql.internal.verify;

import org.jspecify.annotations.NullMarked;
