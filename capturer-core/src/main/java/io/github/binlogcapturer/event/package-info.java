/**
 * What the capturer delivers: {@link io.github.binlogcapturer.event.BinlogEvent} and the values it is made of. All are
 * immutable and may be kept and handed to other threads. Rows keep the bytes that the database wrote; columns are decoded
 * when they are asked for.
 */
@NullMarked
package io.github.binlogcapturer.event;

import org.jspecify.annotations.NullMarked;
