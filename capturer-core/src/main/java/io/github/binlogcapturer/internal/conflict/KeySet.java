package io.github.binlogcapturer.internal.conflict;

/** The key hashes of one transaction, each once: those its rows own, and those its rows refer to. Reusable, not thread-safe. */
public final class KeySet {

    private final int most;
    private final LongSet owned = new LongSet();
    private final LongSet referred = new LongSet();

    /** Makes a set that takes any number of keys. */
    public KeySet() {
        this(Integer.MAX_VALUE);
    }

    /**
     * @param most with how many keys it is still worth while to collect more, see {@link #isTooLarge}
     */
    public KeySet(int most) {
        this.most = most;
    }

    /** Empties the set; what an uncommonly large transaction has taken is given back. */
    public void clear() {
        owned.clear();
        referred.clear();
    }

    /** Adds the hash of a key that a row owns; one that is there already counts once. */
    public void addOwned(long hash) {
        owned.add(hash);
    }

    /** Adds the hash of a key that a row refers to; one that is there already counts once. */
    public void addReferred(long hash) {
        referred.add(hash);
    }

    /** Returns how many owned keys there are. */
    public int ownedCount() {
        return owned.count();
    }

    /** Returns an owned key's hash, by its index in the order of adding. */
    public long owned(int index) {
        return owned.get(index);
    }

    /** Returns how many keys are referred to. */
    public int referredCount() {
        return referred.count();
    }

    /** Returns the hash of a key that is referred to, by its index in the order of adding. */
    public long referred(int index) {
        return referred.get(index);
    }

    /** Returns whether there are more keys than anybody wants; whoever collects may stop. */
    public boolean isTooLarge() {
        return size() > most;
    }

    /** Returns how many keys there are of both kinds. */
    public int size() {
        return owned.count() + referred.count();
    }
}
