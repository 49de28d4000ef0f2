package io.github.binlogcapturer.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a YAML file into nodes; every scalar is taken as its text, so {@code 0123} stays what it is. Not thread-safe. */
final class YamlTree {

    private static final int MAX_DEPTH = 32;

    private final YAMLParser parser;
    private final Reading reading;
    private final References references;

    private YamlTree(YAMLParser parser, Reading reading) {
        this.parser = parser;
        this.reading = reading;
        this.references = new References(reading);
    }

    /** Returns the file's tree, or empty where it is no YAML of keys and values, which is reported. */
    static Optional<Node.Mapping> read(Reading reading) {
        Node.Mapping nothing = new Node.Mapping(Map.of(), "", 0);
        try (Reader text = Files.newBufferedReader(reading.file());
                YAMLParser parser = new YAMLFactory().createParser(text)) {
            YamlTree tree = new YamlTree(parser, reading);
            parser.nextToken();
            Node root = parser.currentToken() == null ? nothing : tree.node("", 0);
            if (parser.nextToken() != null) {
                reading.error(
                        new Node.Mapping(Map.of(), "", tree.line()),
                        "a second document begins; there is one to a file");
            }
            if (root instanceof Node.Mapping mapping) {
                return Optional.of(mapping);
            }
            reading.error(root, "the file holds no keys; it begins with lines such as \"name: shop\"");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            reading.error(
                    new Node.Mapping(Map.of(), "", line),
                    "this is no YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + problem(e));
        } catch (IOException e) {
            reading.error(nothing, "the file cannot be read: " + e);
        }
        return Optional.empty();
    }

    private static String problem(JsonProcessingException e) {
        List<String> lines = e.getOriginalMessage().lines().skip(1).toList();
        return lines.stream()
                .filter(line -> !line.startsWith(" "))
                .findFirst()
                .map(line -> "; " + line)
                .orElse("");
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private Node node(String path, int depth) throws IOException {
        int line = line();
        JsonToken token = parser.currentToken();
        if (depth > MAX_DEPTH) {
            throw new IOException("more than " + MAX_DEPTH + " levels of keys and lists in line " + line);
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(path, line, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(path, line, depth);
        }
        String text = parser.getText() == null ? "" : parser.getText();
        boolean empty = token == JsonToken.VALUE_NULL && (text.isEmpty() || text.equals("~"));
        Node.Scalar scalar = new Node.Scalar(text, text, empty, path, line);
        if (parser.isCurrentAlias()) {
            reading.error(
                    scalar, "*" + text + " refers to another part of the file, which is not known here; write it out");
        }
        return references.fill(scalar);
    }

    private Node mapping(String path, int line, int depth) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int keyLine = line();
            parser.nextToken();
            Node value = node(Node.child(path, key), depth + 1);
            Node before = entries.putIfAbsent(key, value);
            if (before != null) {
                reading.error(
                        new Node.Mapping(Map.of(), Node.child(path, key), keyLine),
                        "the key stands in line " + before.line() + " already; leave one of them out");
            }
        }
        return new Node.Mapping(entries, path, line);
    }

    private Node sequence(String path, int line, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]", depth + 1));
        }
        return new Node.Sequence(items, path, line);
    }
}
