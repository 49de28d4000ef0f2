package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.MetaManagerRequest;

/** What the meta servers of a cluster know, each asked for by the server's address. Thread-safe. */
public interface MetaGroup {

    /** What servers say who know of no leader. */
    String NO_LEADER = "0.0.0.0:0";

    /** Returns the address of the leader of schemas and regions, or {@link #NO_LEADER}. */
    String leader();

    /** Returns the address of the leader of the oracle, or {@link #NO_LEADER}. */
    String oracleLeader();

    /** Returns the tables and regions that a server knows by now. */
    Catalog catalog(String address);

    /** Returns the raft index of the last change, 1 at least. */
    long updatedIndex();

    /** Returns the oracle. */
    Oracle oracle();

    /** Has the leader link a table to a binlog table, or undo that. By default nothing can be changed. */
    default LinkRules.Outcome relink(MetaManagerRequest request) {
        return new LinkRules.Outcome.Refused("no table can be changed here");
    }
}
