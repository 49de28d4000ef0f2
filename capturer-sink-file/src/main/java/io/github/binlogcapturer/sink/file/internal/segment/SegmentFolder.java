package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.file.internal.files.NumberedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of one sequence in a folder that others may write to meanwhile. */
final class SegmentFolder {

    /** A folder's listing may miss a file that is renamed meanwhile; so often, and so far apart, a gap is looked at again. */
    private static final int ATTEMPTS = 4;

    private static final long PAUSE_MS = 20;

    private final Path folder;
    private final String prefix;
    private final Pattern names;

    SegmentFolder(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
        this.names = Pattern.compile("(" + NumberedName.stemPattern(prefix) + ")(\\..+)");
    }

    /**
     * Returns the files by number, at least one.
     *
     * @throws ConfigurationException if there is none
     * @throws InterruptedException if the thread was interrupted
     */
    List<FolderFile> list() throws InterruptedException {
        List<FolderFile> files = tryList();
        for (int attempt = 1;
                attempt < ATTEMPTS && (files.isEmpty() || !gaps(files).isEmpty());
                attempt++) {
            Thread.sleep(PAUSE_MS);
            files = tryList();
        }
        if (files.isEmpty()) {
            throw new ConfigurationException("Folder " + folder + " has no files " + prefix
                    + "-….seg. Choose the folder and prefix that the file sink wrote to, in its format SEGMENTS");
        }
        return files;
    }

    /** Lists the files, and asks for those by name that should be there but are not, or not so, by the listing. */
    private List<FolderFile> tryList() {
        List<FolderFile> files = new ArrayList<>();
        for (FolderFile file : listing()) {
            if (!files.isEmpty()) {
                lookAgain(files, file.number());
            }
            files.add(file);
        }
        return files;
    }

    /** Brings what lies in front of a number up to date, up to the first that is missing. */
    private void lookAgain(List<FolderFile> files, long number) {
        FolderFile last = files.get(files.size() - 1);
        FolderFile present = last.isOpen() ? last.now() : last;
        if (present != null) {
            files.set(files.size() - 1, present);
        }
        for (long missing = last.number() + 1; missing < number; missing++) {
            FolderFile found = new FolderFile(missing, stem(missing), FolderFile.Form.CLOSED).now();
            if (found == null) {
                return;
            }
            files.add(found);
        }
    }

    private Path stem(long number) {
        return folder.resolve(NumberedName.stem(prefix, number));
    }

    private Collection<FolderFile> listing() {
        SortedMap<Long, FolderFile> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Matcher name = names.matcher(path.getFileName().toString());
                FolderFile.Form form = name.matches() ? form(name.group(3)) : null;
                if (form != null) {
                    long number = Long.parseLong(name.group(2));
                    Path stem = folder.resolve(name.group(1));
                    FolderFile file = new FolderFile(number, stem, form);
                    files.merge(number, file, (a, b) -> a.form().compareTo(b.form()) <= 0 ? a : b);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigurationException("Cannot list folder " + folder + ": " + e, e);
        }
        return files.values();
    }

    private static FolderFile.@Nullable Form form(String suffix) {
        for (FolderFile.Form form : FolderFile.Form.values()) {
            if (form.suffix.equals(suffix)) {
                return form;
            }
        }
        return null;
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
