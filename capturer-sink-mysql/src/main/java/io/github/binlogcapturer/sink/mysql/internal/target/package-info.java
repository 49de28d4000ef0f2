/**
 * Knows the tables of the target: what a table of the source is mapped onto, which keys and foreign keys there are, and how to create and
 * alter them. The door is {@link io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog}.
 */
@NullMarked
package io.github.binlogcapturer.sink.mysql.internal.target;

import org.jspecify.annotations.NullMarked;
