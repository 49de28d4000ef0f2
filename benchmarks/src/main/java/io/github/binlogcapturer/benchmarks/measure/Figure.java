package io.github.binlogcapturer.benchmarks.measure;

import java.util.List;
import java.util.Set;

/** A comparison of this library with other ways to do the same work. Starts what it needs, and stops it. */
public interface Figure {

    /** Returns the names of the outcomes, of which one may be asked for by itself: {@code mysql.uniform.bulk}. */
    List<String> names();

    /**
     * Measures.
     *
     * @param wanted which of {@link #names} are wanted, at least one
     * @param rounds how often, and for how long at most
     * @return the outcomes, in the order of the names
     * @throws Exception if something could not be started, or one of the ways failed or did other work than the others
     */
    List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception;
}
