package io.github.binlogcapturer.testkit.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients that write to a cluster at random: transfers between the accounts of a bank, whose sum never changes, and statements of all
 * kinds on tables with few keys, so that clients meet. Deadlocks are rolled back and count as such.
 *
 * <pre>{@code
 * WorkloadResult result = SimulatedWorkload.builder(cluster::begin)
 *         .bank(accounts, "balance", 50, 1000)
 *         .transactions(500)
 *         .start()
 *         .await();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SimulatedWorkload implements AutoCloseable {

    private static final int MOST_ATTEMPTS = 100;

    /** Accounts 0 to count - 1 of a table whose primary key is one integer column. */
    record Bank(SimulatedTable accounts, String balanceColumn, int count, long opening) {}

    private record Settings(
            Supplier<SimulatedTransaction> begin,
            long seed,
            int clients,
            int keys,
            int mostRows,
            int transactions,
            boolean keyChanges,
            boolean oneChangeARow,
            List<SimulatedTable> tables,
            @Nullable Bank bank) {}

    private final Settings settings;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger rolledBack = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private SimulatedWorkload(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns a builder.
     *
     * @param begin begins a transaction; called by all clients
     */
    public static Builder builder(Supplier<SimulatedTransaction> begin) {
        return new Builder(begin);
    }

    private void start() {
        Random seeds = new Random(settings.seed);
        Bank bank = settings.bank;
        if (bank != null) {
            open(client(seeds.nextLong()), bank);
        }
        for (int i = 0; i < settings.clients; i++) {
            WorkloadClient client = client(seeds.nextLong());
            Thread thread = new Thread(() -> run(client), "workload-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private WorkloadClient client(long seed) {
        return new WorkloadClient(
                new Random(seed),
                settings.keys,
                settings.mostRows,
                settings.tables,
                settings.bank,
                settings.keyChanges,
                settings.oneChangeARow);
    }

    private void open(WorkloadClient client, Bank bank) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                SimulatedTransaction transaction = settings.begin.get();
                client.open(transaction, bank);
                transaction.commit();
                return;
            } catch (TransactionAbortedException again) {
                rolledBack.incrementAndGet();
            } catch (SqlNodeDiedException decidedLater) {
                unknown.incrementAndGet();
                return;
            }
        }
        throw new IllegalStateException("The bank in " + bank.accounts() + " could not be opened in " + MOST_ATTEMPTS
                + " attempts (seed " + settings.seed + ")");
    }

    private void run(WorkloadClient client) {
        try {
            while (!stopped && begun.getAndIncrement() < settings.transactions) {
                transaction(client);
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    private void transaction(WorkloadClient client) {
        SimulatedTransaction transaction = settings.begin.get();
        try {
            if (client.fill(transaction)) {
                transaction.commit();
                committed.incrementAndGet();
            } else {
                rolledBack.incrementAndGet();
            }
        } catch (TransactionAbortedException victim) {
            rolledBack.incrementAndGet();
        } catch (SqlNodeDiedException decidedLater) {
            unknown.incrementAndGet();
        } finally {
            transaction.rollback();
        }
    }

    /** Returns the seed of all choices. */
    public long seed() {
        return settings.seed;
    }

    /** Returns how many transactions have been committed so far. */
    public int committed() {
        return committed.get();
    }

    /**
     * Waits until all transactions are done; without a number of them, until the workload is stopped.
     *
     * @throws InterruptedException if interrupted; the clients go on
     * @throws IllegalStateException if a client failed; names the seed
     */
    public WorkloadResult await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        RuntimeException cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("The workload with seed " + settings.seed + " failed", cause);
        }
        return new WorkloadResult(settings.seed, committed.get(), rolledBack.get(), unknown.get());
    }

    /**
     * Lets the clients finish their transactions and begin no more, and waits for that.
     *
     * @throws InterruptedException if interrupted; the clients stop all the same
     * @throws IllegalStateException if a client failed; names the seed
     */
    public WorkloadResult stop() throws InterruptedException {
        stopped = true;
        return await();
    }

    /** Asks the clients to stop, without waiting. Does nothing if they have. */
    @Override
    public void close() {
        stopped = true;
    }

    /** Describes a workload. Not thread-safe. */
    public static final class Builder {

        private final Supplier<SimulatedTransaction> begin;
        private long seed = System.nanoTime();
        private int clients = 4;
        private int keys = 40;
        private int mostRows = 4;
        private int transactions = Integer.MAX_VALUE;
        private boolean keyChanges = true;
        private boolean oneChangeARow;
        private List<SimulatedTable> tables = List.of();
        private @Nullable Bank bank;

        private Builder(Supplier<SimulatedTransaction> begin) {
            this.begin = begin;
        }

        /** Sets the seed of all choices; with one client it makes the workload repeatable. Default: another one each time. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets the number of clients, each with a thread. Default 4. */
        public Builder clients(int count) {
            clients = atLeast(1, count, "clients");
            return this;
        }

        /** Sets how many transactions are begun in all. Default: no end. */
        public Builder transactions(int count) {
            transactions = atLeast(0, count, "transactions");
            return this;
        }

        /**
         * Opens accounts and transfers money between them. Other columns get random values, and new ones now and then.
         *
         * @param accounts an empty table whose primary key is one integer column
         * @param balanceColumn an integer column; balances may become negative
         * @param count how many accounts, at least 2
         * @param opening the balance of each; the sum stays {@code count * opening}
         */
        public Builder bank(SimulatedTable accounts, String balanceColumn, int count, long opening) {
            accounts.schema().indexOf(balanceColumn);
            bank = new Bank(accounts, balanceColumn, atLeast(2, count, "accounts"), opening);
            return this;
        }

        /** Sets the tables for statements of all kinds. Default: none. */
        public Builder tables(SimulatedTable... all) {
            tables = List.of(all);
            return this;
        }

        /** Sets how many values each column of a primary key can have in these tables. Default 40. */
        public Builder keys(int count) {
            keys = atLeast(1, count, "keys");
            return this;
        }

        /** Sets how many rows a statement inserts, updates or replaces at most. Default 4. */
        public Builder rowsPerStatement(int most) {
            mostRows = atLeast(1, most, "rowsPerStatement");
            return this;
        }

        /** Sets whether updates change primary keys. Default: they do. */
        public Builder keyChanges(boolean allowed) {
            keyChanges = allowed;
            return this;
        }

        /**
         * Sets whether a transaction changes a row of its tables once at most; false by default. Where the server loses old images, it
         * logs two new rows of one key in two partitions, and nothing tells which of them was the last.
         */
        public Builder oneChangeARow(boolean wanted) {
            oneChangeARow = wanted;
            return this;
        }

        private static int atLeast(int least, int value, String name) {
            if (value < least) {
                throw new IllegalArgumentException(name + " has to be " + least + " or more, but is " + value);
            }
            return value;
        }

        /**
         * Opens the bank and starts the clients.
         *
         * @throws IllegalStateException if there is neither a bank nor a table, or the bank cannot be opened
         */
        public SimulatedWorkload start() {
            if (bank == null && tables.isEmpty()) {
                throw new IllegalStateException("Nothing to write to: call bank(...) or tables(...) first");
            }
            SimulatedWorkload workload = new SimulatedWorkload(new Settings(
                    begin, seed, clients, keys, mostRows, transactions, keyChanges, oneChangeARow, tables, bank));
            workload.start();
            return workload;
        }
    }
}
