package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Gives each thread the rows of its share of the keys, in order. */
final class ThreadedApplier implements Applier {

    /** Applies the share of one thread. */
    interface Share {
        void apply(Connection connection, List<RowWrite> writes) throws SQLException;
    }

    private final String name;
    private final String description;
    private final int threads;
    private final int part;
    private final Share share;

    ThreadedApplier(String name, String description, int threads, int part, Share share) {
        this.name = name;
        this.description = description;
        this.threads = threads;
        this.part = part;
        this.share = share;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public int part() {
        return part;
    }

    @Override
    public Session open(String url, List<RowWrite> writes) throws SQLException {
        List<List<RowWrite>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            shares.add(new ArrayList<>());
        }
        for (RowWrite write : writes) {
            shares.get((int) (write.id() % threads)).add(write);
        }
        return new Threads(connect(url), shares, share);
    }

    private List<Connection> connect(String url) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            while (connections.size() < threads) {
                connections.add(DriverManager.getConnection(url, "root", ""));
            }
            return connections;
        } finally {
            if (connections.size() < threads) {
                closeAll(connections);
            }
        }
    }

    private static void closeAll(List<Connection> connections) throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private static final class Threads implements Session {

        private final List<Connection> connections;
        private final List<List<RowWrite>> shares;
        private final Share share;
        private final ExecutorService executor;

        Threads(List<Connection> connections, List<List<RowWrite>> shares, Share share) {
            this.connections = connections;
            this.shares = shares;
            this.share = share;
            this.executor = Executors.newFixedThreadPool(connections.size());
        }

        @Override
        public void apply() throws Exception {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < shares.size(); i++) {
                Connection connection = connections.get(i);
                List<RowWrite> own = shares.get(i);
                running.add(executor.submit(() -> {
                    share.apply(connection, own);
                    return own;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }

        @Override
        public void end() throws SQLException {
            executor.shutdownNow();
            closeAll(connections);
        }
    }
}
