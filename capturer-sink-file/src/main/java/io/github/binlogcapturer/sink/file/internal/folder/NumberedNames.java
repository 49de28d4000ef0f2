package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.sink.file.internal.files.NumberedName;
import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import io.github.binlogcapturer.sink.file.internal.kind.FileKind;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code binlog-000000001.jsonl}, with {@code .open} at the end while it is written to. */
final class NumberedNames extends Names {

    private final Path directory;
    private final String prefix;
    private final FileKind kind;
    private final Pattern pattern;

    NumberedNames(FolderConfig config) {
        this.directory = config.directory();
        this.prefix = config.naming().prefix();
        this.kind = config.kind();
        this.pattern = Pattern.compile(NumberedName.stemPattern(prefix) + "\\.("
                + config.extensions().stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")("
                + Pattern.quote(NumberedName.OPEN_SUFFIX) + ")?");
    }

    @Override
    @Nullable
    Segment parsePlain(Path file, String name) {
        Matcher match = pattern.matcher(name);
        if (!match.matches()) {
            return null;
        }
        if (!match.group(2).equals(kind.extension())) {
            throw new SinkException("File " + file + " was written in another format than " + kind
                    + ". Choose its format, or another folder or prefix." + SegmentFiles.UNCHANGED);
        }
        return new Segment(Long.parseLong(match.group(1)), file, match.group(3) == null ? State.CLOSED : State.OPEN);
    }

    @Override
    Segment open(long last) {
        return new Segment(last + 1, directory.resolve(name(last + 1) + NumberedName.OPEN_SUFFIX), State.OPEN);
    }

    @Override
    Segment closed(Segment open, long last) {
        return new Segment(open.number(), directory.resolve(name(open.number())), State.CLOSED);
    }

    @Override
    long before(Segment deleted) {
        return deleted.number() - 1;
    }

    private String name(long number) {
        return NumberedName.stem(prefix, number) + "." + kind.extension();
    }
}
