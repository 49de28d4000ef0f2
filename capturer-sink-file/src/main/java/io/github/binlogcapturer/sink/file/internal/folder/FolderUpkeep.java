package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import io.github.binlogcapturer.spi.SinkFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tools ask of a folder that no sink has open. Takes no lock and changes nothing. */
public final class FolderUpkeep {

    private static final long LEAST_FREE_BYTES = 64L << 20;

    private final FolderConfig config;
    private final FileOwner owner;

    public FolderUpkeep(FolderConfig config, FileOwner owner) {
        this.config = config;
        this.owner = owner;
    }

    /** Looks whether a sink could write there. */
    public List<SinkFinding> check() {
        List<SinkFinding> findings = new ArrayList<>();
        SinkFinding folder = folder();
        findings.add(folder);
        if (folder.ok()) {
            findings.add(lock());
            findings.add(room());
            findings.add(files());
        }
        return findings;
    }

    private SinkFinding folder() {
        Path folder = config.directory();
        if (!Files.isDirectory(folder)) {
            return SinkFinding.wrong(
                    "Folder " + folder + (Files.exists(folder) ? " is no folder" : " does not exist"),
                    "Run mkdir -p '" + folder + "' as the user that the capture runs as, or name another one");
        }
        if (!Files.isWritable(folder) || !Files.isReadable(folder)) {
            return SinkFinding.wrong(
                    "Folder " + folder + " cannot be read and written by user " + System.getProperty("user.name"),
                    "Give the folder to that user by chown, or name another one");
        }
        return SinkFinding.ok("Folder " + folder + " is there and can be written");
    }

    private SinkFinding lock() {
        try {
            return FolderLock.isTaken(config.directory())
                    ? SinkFinding.wrong(
                            "Folder " + config.directory() + " belongs to a sink that is open at present",
                            "Stop the capture that writes there, or give each its own folder")
                    : SinkFinding.ok("No other sink has the folder");
        } catch (IOException e) {
            return SinkFinding.wrong(
                    "Whether another sink has the folder cannot be told: " + e,
                    "Make file " + FolderLock.FILE_NAME + " in it writable for the user that the capture runs as");
        }
    }

    private SinkFinding room() {
        try {
            long bytes = Files.getFileStore(config.directory()).getUsableSpace();
            String free = (bytes >> 20) + " MiB are free on the folder's disk";
            return bytes >= LEAST_FREE_BYTES
                    ? SinkFinding.ok(free)
                    : SinkFinding.wrong(
                            free, "Make room, or name a folder on a larger disk; a Retention deletes old files");
        } catch (IOException e) {
            return SinkFinding.wrong("How much room the folder's disk has cannot be told: " + e, "Look at the disk");
        }
    }

    private SinkFinding files() {
        try {
            Recovery.Standing standing = standing();
            if (standing.files() == 0) {
                return SinkFinding.ok("There are no files of the sequence yet");
            }
            String files = "Files of this capture and target are there, " + standing.files() + " of them; they ";
            return SinkFinding.ok(
                    standing.commitTs() == Tail.NONE
                            ? files + "hold no position yet"
                            : files + "hold everything up to commit ts " + CommitTs.of(standing.commitTs()));
        } catch (SinkException e) {
            return SinkFinding.wrong(
                    "The files in " + config.directory() + " cannot be gone on with", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns how far the files go.
     *
     * @throws SinkException as a sink that opens throws it
     */
    public Optional<CommitTs> heldPosition() {
        long commitTs = standing().commitTs();
        return commitTs == Tail.NONE ? Optional.empty() : Optional.of(CommitTs.of(commitTs));
    }

    /**
     * Does nothing where there are no files.
     *
     * @throws ConfigurationException where there are some
     */
    public void forgetPosition() {
        if (standing().files() > 0) {
            throw new ConfigurationException("The position of the files in " + config.directory() + " that begin with "
                    + config.naming().prefix()
                    + " is the end of their contents, so it cannot be forgotten without them."
                    + " Move all of them into another folder; the next capture then writes new files from where it"
                    + " begins");
        }
    }

    private Recovery.Standing standing() {
        return Files.exists(config.directory())
                ? new Recovery(config, new SegmentFiles(config, owner)).look()
                : new Recovery.Standing(0, Tail.NONE);
    }
}
