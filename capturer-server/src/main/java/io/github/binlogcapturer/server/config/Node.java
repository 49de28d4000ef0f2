package io.github.binlogcapturer.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a YAML file that knows where it stands. */
sealed interface Node {

    /** Returns its place in the tree, such as {@code targets[1].kafka.topics}. */
    String path();

    /** Returns its line, from 1. */
    int line();

    /** Returns the same at another place in the tree, for messages. */
    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /**
     * A text, number or the like.
     *
     * @param text with references to the environment and to files filled in, so it may be a secret
     * @param shown as it stands in the file, for messages
     * @param empty whether nothing stands there
     */
    record Scalar(String text, String shown, boolean empty, String path, int line) implements Node {

        @Override
        public String toString() {
            return shown;
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(Map<String, Node> entries, String path, int line) implements Node {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A list. */
    record Sequence(List<Node> items, String path, int line) implements Node {

        public Sequence {
            items = List.copyOf(items);
        }
    }
}
