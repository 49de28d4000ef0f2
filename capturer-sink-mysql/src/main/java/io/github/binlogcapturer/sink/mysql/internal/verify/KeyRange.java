package io.github.binlogcapturer.sink.mysql.internal.verify;

import org.jspecify.annotations.Nullable;

/**
 * The rows whose key is above one key and not above another. The ranges that touch each other and are open at both ends hold each row at
 * least once, by whatever order a server compares keys: so no row is forgotten where the two sides have different collations.
 *
 * @param above null for no limit
 * @param upTo null for no limit
 */
record KeyRange(@Nullable ComparedRow above, @Nullable ComparedRow upTo) {}
