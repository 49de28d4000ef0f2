/** Runs every example, and holds the documents to what the code says. */
@NullMarked
package io.github.binlogcapturer.examples;

import org.jspecify.annotations.NullMarked;
