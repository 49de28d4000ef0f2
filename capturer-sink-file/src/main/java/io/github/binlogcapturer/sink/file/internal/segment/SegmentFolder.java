package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one sequence in a folder that others may write to meanwhile. */
final class SegmentFolder {

    /** A folder's listing may miss a file that is renamed meanwhile; so often a gap is looked at again. */
    private static final int ATTEMPTS = 3;

    private final Path folder;
    private final String prefix;
    private final Pattern names;

    SegmentFolder(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
        this.names = Pattern.compile("(" + Pattern.quote(prefix) + "-(\\d{9,18}))(\\.seg(?:\\.gz|\\.zst|\\.open)?)");
    }

    /**
     * Returns the files by number, at least one.
     *
     * @throws ConfigurationException if there is none
     */
    List<FolderFile> list() {
        List<FolderFile> files = tryList();
        for (int attempt = 1; attempt < ATTEMPTS && !gaps(files).isEmpty(); attempt++) {
            files = tryList();
        }
        if (files.isEmpty()) {
            throw new ConfigurationException("Folder " + folder + " has no files " + prefix
                    + "-….seg. Choose the folder and prefix that the file sink wrote to, in its format SEGMENTS");
        }
        return files;
    }

    private List<FolderFile> tryList() {
        SortedMap<Long, FolderFile> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Matcher name = names.matcher(path.getFileName().toString());
                if (name.matches()) {
                    long number = Long.parseLong(name.group(2));
                    Path stem = folder.resolve(name.group(1));
                    FolderFile file = new FolderFile(number, stem, form(name.group(3)));
                    files.merge(number, file, (a, b) -> a.form().compareTo(b.form()) <= 0 ? a : b);
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException("Cannot list folder " + folder + ": " + e, e);
        }
        return new ArrayList<>(files.values());
    }

    private static FolderFile.Form form(String suffix) {
        for (FolderFile.Form form : FolderFile.Form.values()) {
            if (form.suffix.equals(suffix)) {
                return form;
            }
        }
        throw new IllegalArgumentException(suffix);
    }

    /** Returns what is wrong with the sequence: numbers that are missing, and open files that others follow. */
    static List<SegmentLog.Problem> gaps(List<FolderFile> files) {
        List<SegmentLog.Problem> problems = new ArrayList<>();
        for (int i = 1; i < files.size(); i++) {
            FolderFile before = files.get(i - 1);
            FolderFile file = files.get(i);
            if (file.number() != before.number() + 1) {
                problems.add(new SegmentLog.Problem(
                        file.path(),
                        0,
                        "the files from number " + (before.number() + 1) + " to " + (file.number() - 1)
                                + " in front of it are missing"));
            }
            if (before.isOpen()) {
                problems.add(new SegmentLog.Problem(
                        before.path(), 0, "it was never closed, but number " + file.number() + " follows"));
            }
        }
        return problems;
    }
}
