package io.github.binlogcapturer.server.original;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads small text files as lines. */
final class Lines {

    /** No configuration comes near; a path that leads elsewhere is better told than read into memory. */
    private static final long MAX_BYTES = 16L << 20;

    private Lines() {}

    static List<String> of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than 16 MiB, so it is another file");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    }

    /** Returns why a file cannot be read, in words. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        return e instanceof AccessDeniedException ? "this account may not read it" : String.valueOf(e.getMessage());
    }
}
