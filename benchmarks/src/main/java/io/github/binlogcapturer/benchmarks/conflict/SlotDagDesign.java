package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The conflict detector of TiCDC's MySQL sink, made again in Java: hash slots, each with a lock and a map from keys to the last node that
 * had them. The slots of a transaction are locked in their order, it depends on the last node of each of its keys and becomes the last one
 * itself, and they are unlocked. Nodes know who depends on them, in the order of ids. One that is done is taken out of its slots, and tells
 * those. Each node that has nothing to wait for any more goes to a worker by turns; that hand-over is left out here.
 */
final class SlotDagDesign implements Design {

    private static final int SLOTS = 16 * 1024;

    private final Slot[] slots = new Slot[SLOTS];
    private final int window;
    private final Deque<Node> inFlight = new ArrayDeque<>();
    private long sequence;
    private List<Node> found = List.of();

    SlotDagDesign(int window) {
        this.window = window;
        Arrays.setAll(slots, i -> new Slot());
    }

    @Override
    public int add(KeySet keys) {
        if (inFlight.size() == window) {
            finish(inFlight.remove());
        }
        Node node = new Node(sequence++, sorted(keys));
        inFlight.add(node);
        found = new ArrayList<>(register(node).values());
        return found.size();
    }

    @Override
    public long predecessor(int index) {
        return found.get(index).id;
    }

    private static long[] sorted(KeySet keys) {
        long[] hashes = new long[keys.ownedCount()];
        for (int i = 0; i < hashes.length; i++) {
            // slots are the high bits, so that this is their order too
            hashes[i] = keys.owned(i);
        }
        Arrays.sort(hashes);
        return hashes;
    }

    private Slot slot(long hash) {
        return slots[(int) ((hash ^ Long.MIN_VALUE) >>> 50)];
    }

    private Map<Long, Node> register(Node node) {
        Map<Long, Node> dependencies = new HashMap<>();
        Slot locked = null;
        for (long hash : node.hashes) {
            Slot slot = slot(hash);
            if (slot != locked) {
                slot.lock.lock();
                locked = slot;
            }
            Node previous = slot.nodes.put(hash, node);
            if (previous != null) {
                dependencies.put(previous.id, previous);
            }
        }
        node.dependOn(dependencies);
        Slot unlocked = null;
        for (long hash : node.hashes) {
            Slot slot = slot(hash);
            if (slot != unlocked) {
                slot.lock.unlock();
                unlocked = slot;
            }
        }
        return dependencies;
    }

    private void finish(Node node) {
        node.done();
        for (long hash : node.hashes) {
            Slot slot = slot(hash);
            slot.lock.lock();
            try {
                // a later node may have taken the place
                slot.nodes.remove(hash, node);
            } finally {
                slot.lock.unlock();
            }
        }
    }

    private static final class Slot {

        final ReentrantLock lock = new ReentrantLock();
        final Map<Long, Node> nodes = new HashMap<>();
    }

    private static final class Node {

        final long id;
        final long[] hashes;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable TreeMap<Long, Node> dependers;
        private int waitsFor;

        Node(long id, long[] hashes) {
            this.id = id;
            this.hashes = hashes;
        }

        void dependOn(Map<Long, Node> dependencies) {
            lock.lock();
            try {
                waitsFor = dependencies.size();
                dependencies.values().forEach(target -> target.addDepender(this));
            } finally {
                lock.unlock();
            }
        }

        private void addDepender(Node node) {
            lock.lock();
            try {
                TreeMap<Long, Node> known = dependers;
                if (known == null) {
                    known = new TreeMap<>();
                    dependers = known;
                }
                known.put(node.id, node);
            } finally {
                lock.unlock();
            }
        }

        void done() {
            lock.lock();
            try {
                if (waitsFor > 0) {
                    throw new IllegalStateException("Node " + id + " is done before " + waitsFor + " others");
                }
                if (dependers != null) {
                    dependers.values().forEach(Node::resolveOne);
                }
                dependers = null;
            } finally {
                lock.unlock();
            }
        }

        private void resolveOne() {
            lock.lock();
            try {
                waitsFor--;
            } finally {
                lock.unlock();
            }
        }
    }
}
