/**
 * Reads the binlog of a BaikalDB cluster: {@link io.github.binlogcapturer.internal.source.BaikalSource} finds tables and regions
 * through {@code internal.meta} and opens one reader per region. Relies on the {@code Transport} for the wire.
 */
@NullMarked
package io.github.binlogcapturer.internal.source;

import org.jspecify.annotations.NullMarked;
