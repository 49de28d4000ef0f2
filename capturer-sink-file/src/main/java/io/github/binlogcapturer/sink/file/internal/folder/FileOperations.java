package io.github.binlogcapturer.sink.file.internal.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Everything by which a sink changes its folder, in one place so that a test can stop it between any two steps. */
public interface FileOperations {

    /** Opens a file to write to it. */
    default FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, options);
    }

    /** Gives a file another name in its folder, as one step. */
    default void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes a durable copy of a file in its folder. */
    default void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        try (FileChannel copied = FileChannel.open(to, StandardOpenOption.WRITE)) {
            copied.force(true);
        }
    }

    default void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /** Makes the names in a folder durable. */
    default void forceDirectory(Path directory) throws IOException {
        // Where a folder cannot be opened (Windows), the file system keeps its entries by itself.
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(directory)) {
                folder.force(true);
            }
        }
    }

    /** Returns those of the operating system. */
    static FileOperations system() {
        return new FileOperations() {};
    }
}
