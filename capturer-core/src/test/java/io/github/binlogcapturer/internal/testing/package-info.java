/** Small BaikalDB servers for tests, on real sockets, that answer what a test tells them to. */
@NullMarked
package io.github.binlogcapturer.internal.testing;

import org.jspecify.annotations.NullMarked;
