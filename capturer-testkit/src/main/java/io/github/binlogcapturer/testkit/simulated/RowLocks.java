package io.github.binlogcapturer.testkit.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive locks on rows and unique values, held until a transaction is decided. A transaction that would wait in a circle is told at once;
 * one that waits for longer than the time-out, by the system's clock, too. Thread-safe.
 */
final class RowLocks {

    /** What is locked: a value of a key, whether there is such a row or not. */
    record LockName(TableId table, String index, List<@Nullable Object> values) {
        @Override
        public String toString() {
            return table.name() + " " + index + values;
        }
    }

    /** A table with a name for messages. */
    record TableId(long id, String name) {}

    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition released = mutex.newCondition();
    private volatile long timeoutNs = Duration.ofSeconds(10).toNanos();

    // guarded by mutex
    private final Map<LockName, Long> owners = new HashMap<>();
    private final Map<Long, List<LockName>> held = new HashMap<>();
    private final Map<Long, LockName> waits = new HashMap<>();

    void timeout(Duration timeout) {
        timeoutNs = timeout.toNanos();
    }

    /**
     * Locks for a transaction, which may have the lock already.
     *
     * @throws TransactionAbortedException if it cannot have the lock
     */
    void lock(long txnId, LockName name) {
        mutex.lock();
        try {
            await(txnId, name);
            if (owners.put(name, txnId) == null) {
                held.computeIfAbsent(txnId, id -> new ArrayList<>()).add(name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransactionAbortedException("Interrupted while waiting for the lock on " + name, e);
        } finally {
            waits.remove(txnId);
            mutex.unlock();
        }
    }

    private void await(long txnId, LockName name) throws InterruptedException {
        long restNs = timeoutNs;
        while (isOfAnother(txnId, name)) {
            requireNoCircle(txnId, name);
            if (restNs <= 0) {
                throw new TransactionAbortedException("Transaction " + txnId + " waited for " + timeoutNs / 1_000_000
                        + " ms for the lock on " + name + ", which transaction " + owners.get(name) + " holds");
            }
            waits.put(txnId, name);
            restNs = released.awaitNanos(restNs);
        }
    }

    private boolean isOfAnother(long txnId, LockName name) {
        Long owner = owners.get(name);
        return owner != null && owner != txnId;
    }

    private void requireNoCircle(long txnId, LockName wanted) {
        LockName next = wanted;
        while (next != null) {
            Long owner = owners.get(next);
            if (owner == null) {
                return;
            }
            if (owner == txnId) {
                throw new TransactionAbortedException(
                        "Deadlock: transaction " + txnId + " and others wait for each other, it for " + wanted);
            }
            next = waits.get(owner);
        }
    }

    /** Gives back all locks of a transaction. */
    void release(long txnId) {
        mutex.lock();
        try {
            List<LockName> names = held.remove(txnId);
            if (names != null) {
                names.forEach(owners::remove);
                released.signalAll();
            }
        } finally {
            mutex.unlock();
        }
    }

    /** Returns the transaction that holds a lock, or null. */
    @Nullable
    Long owner(LockName name) {
        mutex.lock();
        try {
            return owners.get(name);
        } finally {
            mutex.unlock();
        }
    }

    /** Returns whether a transaction waits for a lock. */
    boolean isWaiting(long txnId) {
        mutex.lock();
        try {
            return waits.containsKey(txnId);
        } finally {
            mutex.unlock();
        }
    }
}
