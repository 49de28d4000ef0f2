/**
 * What can go wrong, by what the caller should do about it: {@link io.github.binlogcapturer.error.RetriableException}
 * (wait, try again), {@link io.github.binlogcapturer.error.PositionExpiredException} (choose another start),
 * {@link io.github.binlogcapturer.error.ConfigurationException} (change the named setting),
 * {@link io.github.binlogcapturer.error.DataException} (report it, with the place it names) and
 * {@link io.github.binlogcapturer.error.SinkException} (look at the target). All are unchecked and share
 * {@link io.github.binlogcapturer.error.CapturerException}.
 */
@NullMarked
package io.github.binlogcapturer.error;

import org.jspecify.annotations.NullMarked;
