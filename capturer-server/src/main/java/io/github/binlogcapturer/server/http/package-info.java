/** Status, metrics and control over HTTP, and the status page. */
@NullMarked
package io.github.binlogcapturer.server.http;

import org.jspecify.annotations.NullMarked;
