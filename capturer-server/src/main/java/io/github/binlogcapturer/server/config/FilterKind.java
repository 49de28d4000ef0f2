package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.original.FilterRules;
import java.util.Optional;

/** A file of rules for rows, read when the configuration is. */
record FilterKind() implements Kind<FilterRules> {

    @Override
    public String form() {
        return Kinds.PATH.form();
    }

    @Override
    public Optional<FilterRules> read(Node node, Reading reading) {
        return Kinds.PATH.read(node, reading).flatMap(file -> FilterRules.read(file, reading.problems()));
    }

    @Override
    public Object plain(FilterRules value) {
        return Kinds.PATH.plain(value.file());
    }
}
