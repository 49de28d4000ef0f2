package io.github.binlogcapturer.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the status page, read once, with a tag each by which browsers know whether theirs is still good. */
final class PageFiles {

    private static final Map<String, String> TYPES = Map.of(
            "status.html", "text/html; charset=utf-8",
            "status.js", "text/javascript; charset=utf-8",
            "status.css", "text/css; charset=utf-8");

    private record PageFile(String type, String content, String tag) {}

    private final Map<String, PageFile> files = new TreeMap<>();

    /** Reads the files beside a class; one that is not there is not served. */
    static PageFiles beside(Class<?> type) {
        PageFiles page = new PageFiles();
        TYPES.keySet().forEach(name -> {
            try (InputStream in = type.getResourceAsStream(name)) {
                if (in != null) {
                    page.add(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The file " + name + " of the status page cannot be read", e);
            }
        });
        return page;
    }

    PageFiles add(String name, String content) {
        files.put(name, new PageFile(TYPES.getOrDefault(name, Answer.TEXT), content, tag(content)));
        return this;
    }

    private static String tag(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "\"" + HexFormat.of().formatHex(hash, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Returns a file, or that the browser's is still good.
     *
     * @param known what the browser has, by {@code If-None-Match}, or empty
     */
    Optional<Answer> find(String name, String known) {
        PageFile file = files.get(name);
        if (file == null) {
            return Optional.empty();
        }
        boolean same = known.contains(file.tag());
        return Optional.of(Answer.of(same ? 304 : 200, file.type(), same ? "" : file.content())
                .with("ETag", file.tag())
                .with("Cache-Control", "no-cache"));
    }
}
