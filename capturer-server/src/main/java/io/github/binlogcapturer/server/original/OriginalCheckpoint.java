package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The original's checkpoint file: one integer, the commit ts up to which all targets have everything, 0 for the oldest transaction. Scripts
 * read it, and operators write it to go back or ahead; {@code FILE.written} remembers what this program wrote, so that an operator's value is
 * told from its own. Thread-safe within one process.
 */
public final class OriginalCheckpoint {

    private final Path file;
    private final Path written;

    /** Names the file; touches nothing. */
    public OriginalCheckpoint(Path file) {
        this.file = file.toAbsolutePath();
        this.written = this.file.resolveSibling(this.file.getFileName() + ".written");
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /**
     * Returns where reading begins by the file: the oldest transaction for 0, else behind the commit ts.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if the file is missing or holds something else; names the line and the
     *     remedy
     */
    public synchronized StartPosition start() {
        return position(new CheckpointText(file).value());
    }

    /**
     * Returns the position that somebody else wrote into the file, and that is not carried out yet; empty if the file holds what this program
     * wrote last. A file that this program has never written counts as somebody else's.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if the file cannot be read, see {@link #start}
     * @throws IOException if {@code FILE.written} cannot be looked at
     */
    public synchronized Optional<StartPosition> edited() throws IOException {
        long value = new CheckpointText(file).value();
        return CheckpointText.numbers(written).contains(value) ? Optional.empty() : Optional.of(position(value));
    }

    /**
     * Remembers the file's value as seen, once an operator's position is carried out. The file stays as it is.
     *
     * @throws IOException if that cannot be written
     */
    public synchronized void accept() throws IOException {
        AtomicFile.write(written, new CheckpointText(file).value() + "\n");
    }

    /**
     * Writes a position as the original did: {@code FILE.tmp}, then a rename. What stands there before and what will are both remembered
     * meanwhile, so that a crash in between leaves nothing that counts as somebody else's.
     *
     * @throws IOException if that fails; the file is the old one or the new one
     */
    public synchronized void write(CommitTs position) throws IOException {
        String next = position.value() + "\n";
        AtomicFile.write(
                written,
                new CheckpointText(file).valueIfThere().map(old -> old + "\n").orElse("") + next);
        AtomicFile.write(file, next);
        AtomicFile.write(written, next);
    }

    private static StartPosition position(long value) {
        return value == 0 ? StartPosition.earliest() : StartPosition.after(CommitTs.of(value));
    }
}
