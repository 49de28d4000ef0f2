/**
 * Canal's forms: {@link io.github.binlogcapturer.format.internal.canal.CanalTypes} tells how it names types and shows values, and
 * {@link io.github.binlogcapturer.format.internal.canal.CanalEncoder} writes its protobuf messages.
 */
@NullMarked
package io.github.binlogcapturer.format.internal.canal;

import org.jspecify.annotations.NullMarked;
