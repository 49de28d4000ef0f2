package io.github.binlogcapturer.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The files of one recording, wherever they lie. Names are relative, with slashes, and without {@code .gz}: whether a file
 * is compressed shows nowhere but here.
 */
final class RecordingFiles {

    private static final String BUNDLED_ROOT = "recordings/";
    private static final String GZIP_SUFFIX = ".gz";

    private final String origin;
    private final List<String> storedNames;
    private final Opener opener;

    private RecordingFiles(String origin, List<String> storedNames, Opener opener) {
        this.origin = origin;
        this.storedNames = storedNames;
        this.opener = opener;
    }

    /** Returns the files of a folder; throws {@link IllegalArgumentException} if it is none. */
    static RecordingFiles inFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "No folder of a recording at " + folder + "; it holds the folders meta and binlog");
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<String> names = walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            return new RecordingFiles(folder.toString(), names, name -> Files.newInputStream(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the recording in " + folder, e);
        }
    }

    /** Returns the files of a recording in this jar, which are listed in its {@code files.txt}: a jar has no folders to list. */
    static RecordingFiles bundled(String recording) {
        String root = BUNDLED_ROOT + recording + "/";
        try (InputStream index = RecordingFiles.class.getResourceAsStream(root + "files.txt")) {
            if (index == null) {
                throw new IllegalArgumentException(
                        "No recording \"" + recording + "\" comes with the test kit; there are " + Recordings.names());
            }
            List<String> names = new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            return new RecordingFiles("recording " + recording, names, name -> openResource(root + name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the file list of recording " + recording, e);
        }
    }

    private static InputStream openResource(String name) throws IOException {
        InputStream resource = RecordingFiles.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IOException("The test kit's jar lists " + name + " but does not hold it");
        }
        return resource;
    }

    /** Returns where the recording lies, for messages. */
    String origin() {
        return origin;
    }

    /** Returns the names of all files, in order. */
    List<String> names() {
        return storedNames.stream().map(RecordingFiles::plainName).distinct().toList();
    }

    /** Returns the content of a file, unpacked; throws {@link IllegalArgumentException} if there is no such file. */
    byte[] read(String name) {
        String stored = storedNames.stream()
                .filter(candidate -> plainName(candidate).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No file " + name + " in " + origin));
        try (InputStream raw = opener.open(stored);
                InputStream content = stored.endsWith(GZIP_SUFFIX) ? new GZIPInputStream(raw) : raw) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + stored + " of " + origin, e);
        }
    }

    private static String plainName(String stored) {
        return stored.endsWith(GZIP_SUFFIX) ? stored.substring(0, stored.length() - GZIP_SUFFIX.length()) : stored;
    }

    @FunctionalInterface
    private interface Opener {
        InputStream open(String storedName) throws IOException;
    }
}
