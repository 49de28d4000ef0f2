/**
 * Turns BaikalDB's schemas into the library's: {@link io.github.binlogcapturer.internal.schema.SchemaTranslator} is the way in. Relies
 * on nothing but the messages of the wire.
 */
@NullMarked
package io.github.binlogcapturer.internal.schema;

import org.jspecify.annotations.NullMarked;
