package io.github.binlogcapturer.benchmarks.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A {@link CannedCluster} in a JVM of its own. */
final class ForkedCluster implements AutoCloseable {

    private final Process process;
    private final String metaServer;
    private final String store;
    private final List<Long> regions;
    private final int transactions;

    private ForkedCluster(Process process, List<String> told, int transactions) {
        this.process = process;
        this.metaServer = told.get(0);
        this.store = told.get(1);
        this.regions = told.subList(2, told.size()).stream().map(Long::valueOf).toList();
        this.transactions = transactions;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @throws IOException if it ends before that
     */
    static ForkedCluster start(int regions, int columns, int transactions) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx2g",
                        CannedCluster.class.getName(),
                        Integer.toString(regions),
                        Integer.toString(columns),
                        Integer.toString(transactions))
                .redirectError(Redirect.INHERIT)
                .start();
        // not closed, since it ends with the process; of what else is logged there nothing comes later
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(CannedCluster.SERVES)) {
                String told = line.substring(CannedCluster.SERVES.length());
                return new ForkedCluster(process, Arrays.asList(told.split(" ", -1)), transactions);
            }
        }
        process.destroyForcibly();
        throw new IOException("The cluster to read from has ended before it told its addresses; see above why");
    }

    String metaServer() {
        return metaServer;
    }

    String store() {
        return store;
    }

    List<Long> regions() {
        return regions;
    }

    int transactions() {
        return transactions;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
