/**
 * Decides what of a decoded transaction is delivered: {@link io.github.binlogcapturer.internal.filter.FilterChain} applies
 * {@link io.github.binlogcapturer.internal.filter.ColumnRules} and the user's filters and transformers. Pure: no I/O, no clock, no thread;
 * relies on the values of {@code event} alone.
 */
@NullMarked
package io.github.binlogcapturer.internal.filter;

import org.jspecify.annotations.NullMarked;
