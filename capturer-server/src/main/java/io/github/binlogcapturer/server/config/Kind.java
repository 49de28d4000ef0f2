package io.github.binlogcapturer.server.config;

import java.util.Optional;

/** A form of values in YAML: how one is read, how it is written, and how it is told. Stateless. */
interface Kind<T> {

    /** Returns what is allowed, as in "a duration such as 30s". */
    String form();

    /** Reads a value; where it is none, reports that and returns empty. */
    Optional<T> read(Node node, Reading reading);

    /** Returns the value as it is written: texts, numbers, truth values, and lists and maps of these. */
    Object plain(T value);
}
