/** Other people's readers of our formats, for tests of formats and sinks. */
@NullMarked
package io.github.binlogcapturer.format.testing;

import org.jspecify.annotations.NullMarked;
