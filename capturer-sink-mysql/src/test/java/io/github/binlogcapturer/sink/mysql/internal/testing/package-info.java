/** Databases and histories for the tests of this module. */
@NullMarked
package io.github.binlogcapturer.sink.mysql.internal.testing;

import org.jspecify.annotations.NullMarked;
