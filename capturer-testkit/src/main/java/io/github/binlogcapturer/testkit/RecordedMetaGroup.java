package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.MetaGroup;
import io.github.binlogcapturer.testkit.servers.Oracle;

/** The meta servers of a recorded cluster: one of them leads everything, all know the same, nothing changes any more. */
record RecordedMetaGroup(String leader, Catalog catalog, Oracle oracle) implements MetaGroup {

    @Override
    public String oracleLeader() {
        return leader;
    }

    @Override
    public Catalog catalog(String address) {
        return catalog;
    }

    @Override
    public long updatedIndex() {
        return 1;
    }
}
