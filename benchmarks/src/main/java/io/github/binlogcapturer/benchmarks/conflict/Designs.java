package io.github.binlogcapturer.benchmarks.conflict;

/** All designs there are. Public for JMH. */
public enum Designs {
    /** That of this project. */
    DETECTOR {
        @Override
        Design make(int window, int mostKeys) {
            return new DetectorDesign(window, true);
        }
    },
    /** That of this project, each cache miss by itself: rejected for large windows. */
    DETECTOR_UNPREPARED {
        @Override
        Design make(int window, int mostKeys) {
            return new DetectorDesign(window, false);
        }
    },
    HASH_MAP {
        @Override
        Design make(int window, int mostKeys) {
            return new MapDesign(window, mostKeys);
        }
    },
    SLOT_DAG {
        @Override
        Design make(int window, int mostKeys) {
            return new SlotDagDesign(window);
        }
    },
    /** Rejected. */
    DIRECT_MAPPED {
        @Override
        Design make(int window, int mostKeys) {
            return new DirectMappedDesign(window);
        }
    },
    /** Rejected. */
    BRANCH_FREE {
        @Override
        Design make(int window, int mostKeys) {
            return new BranchFreeDesign(window);
        }
    },
    /** Finds nothing: what drawing and collecting keys costs alone. */
    NONE {
        @Override
        Design make(int window, int mostKeys) {
            return new NoDesign();
        }
    };

    /**
     * Makes a design that has seen nothing.
     *
     * @param window how many transactions are in flight
     * @param mostKeys how many keys each of them has at most
     */
    abstract Design make(int window, int mostKeys);
}
