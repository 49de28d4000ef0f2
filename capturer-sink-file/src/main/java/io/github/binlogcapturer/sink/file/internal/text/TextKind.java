package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import io.github.binlogcapturer.sink.file.internal.kind.FileKind;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.kind.Head;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of files that are lines of text: a header line, then lines that {@link LineMark} tells apart. They have no footer. */
public enum TextKind implements FileKind {
    JSON_LINES("jsonl", ""),
    SQL_LINES("sql", "-- "),
    ORIGINAL_SQL("original.sql", "-- original "),
    CSV("csv", "# ");

    private final String extension;
    private final String headerPrefix;

    TextKind(String extension, String headerPrefix) {
        this.extension = extension;
        this.headerPrefix = headerPrefix;
    }

    @Override
    public String extension() {
        return extension;
    }

    @Override
    public boolean hasFooter() {
        return false;
    }

    @Override
    public EventEncoder encoder(MessageBuffer buffer, FileOwner owner, CaptureClock clock) {
        return new LineEncoder(buffer, FileHeader.of(owner).encode(this), writer(buffer));
    }

    @Override
    public Head head(byte[] start, FileOwner owner) {
        byte[] line = firstLine(start);
        FileHeader expected = FileHeader.of(owner);
        byte[] whole = expected.encode(this);
        if (line.length < whole.length && line.length == bytesUpToZero(start)) {
            if (Arrays.equals(line, Arrays.copyOf(whole, line.length))) {
                return new Head.Torn();
            }
        }
        Optional<FileHeader> found = FileHeader.parse(this, line);
        return found.isEmpty() ? new Head.Foreign() : compare(found.get(), expected);
    }

    @Override
    public Tail scan(FileChannel channel, FileOwner owner) throws IOException {
        return TailScan.scan(channel, this, FileHeader.of(owner).encode(this).length);
    }

    /** Returns what stands in front of the JSON of the header line. */
    String headerPrefix() {
        return headerPrefix;
    }

    /** Returns whether transactions begin with a line of their own. */
    boolean hasBegin() {
        return this != CSV;
    }

    LineWriter writer(MessageBuffer buffer) {
        return switch (this) {
            case JSON_LINES -> new JsonLineWriter(buffer);
            case SQL_LINES -> new SqlLineWriter(buffer);
            case ORIGINAL_SQL -> new OriginalSqlWriter(buffer);
            case CSV -> new CsvLineWriter(buffer);
        };
    }

    LineMark mark(byte[] line) {
        return switch (this) {
            case JSON_LINES -> LineMark.ofJson(line);
            case SQL_LINES -> LineMark.ofSql(line);
            case ORIGINAL_SQL -> LineMark.ofOriginalSql(line);
            case CSV -> LineMark.ofCsv(line);
        };
    }

    private static Head compare(FileHeader found, FileHeader expected) {
        if (!found.version().equals(expected.version())) {
            return new Head.OtherVersion(found.version(), expected.version());
        }
        return found.equals(expected)
                ? new Head.Ours()
                : new Head.OtherOwner(new FileOwner(found.capture(), found.subscriber()));
    }

    /** Returns the first line without its line feed; it ends at a zero byte too, as a loss of power leaves them. */
    private static byte[] firstLine(byte[] start) {
        int end = 0;
        while (end < start.length && start[end] != '\n' && start[end] != 0) {
            end++;
        }
        return Arrays.copyOf(start, end);
    }

    private static int bytesUpToZero(byte[] start) {
        int end = 0;
        while (end < start.length && start[end] != 0) {
            end++;
        }
        return end;
    }
}
