/**
 * What users and further modules implement: where transactions go ({@link io.github.binlogcapturer.spi.Sink}), where positions are
 * kept ({@link io.github.binlogcapturer.spi.CheckpointStore}), what passes
 * ({@link io.github.binlogcapturer.spi.TransactionFilter}, {@link io.github.binlogcapturer.spi.TransactionTransformer}), and where
 * the binlog comes from ({@link io.github.binlogcapturer.spi.BinlogSource}). Each has at most four methods to write.
 */
@NullMarked
package io.github.binlogcapturer.spi;

import org.jspecify.annotations.NullMarked;
