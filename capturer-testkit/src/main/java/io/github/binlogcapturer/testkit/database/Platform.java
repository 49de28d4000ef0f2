package io.github.binlogcapturer.testkit.database;

import java.util.Locale;

/** Whether the binaries in the jars are for this machine. */
final class Platform {

    private Platform() {}

    static boolean isLinuxAmd64() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && (architecture.equals("amd64") || architecture.equals("x86_64"));
    }

    /** Throws unless this is Linux on amd64. */
    static void requireLinuxAmd64(String server) {
        if (!isLinuxAmd64()) {
            throw new IllegalStateException("The test kit's " + server + " is for Linux on amd64 only, and this is "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                    + "; ask isAvailable() first, and skip the test");
        }
    }
}
