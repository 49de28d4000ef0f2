package io.github.binlogcapturer.sink.mysql.internal.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Breaks the connection of a lane whose thread was interrupted a second ago and still waits for the server: drivers do not listen. */
final class InterruptWatch implements AutoCloseable {

    private static final long LOOK_EVERY_MS = 250;
    private static final int PATIENCE = 4;

    private final List<Watched> lanes = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "binlogcapturer-interrupts");

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void add(LaneWriter lane) {
        lanes.add(new Watched(lane));
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MS);
                lanes.forEach(Watched::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sink is closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static final class Watched {

        private final LaneWriter lane;
        private int seen;

        Watched(LaneWriter lane) {
            this.lane = lane;
        }

        void look() {
            seen = lane.isStuck() ? seen + 1 : 0;
            if (seen >= PATIENCE) {
                lane.abort();
            }
        }
    }
}
