package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import java.util.List;

/** The way to a cluster, behind an interface so that what is made of its answers can be tried without one. */
final class Links {

    /** What is asked of a cluster before a capture is made. */
    interface ClusterQuestions extends AutoCloseable {

        List<ClusterTable> tables();

        List<ClusterRegion> regions(ClusterTable binlogTable);

        @Override
        void close();
    }

    private Links() {}

    static ClusterQuestions connect(List<String> metaServers) {
        return new Connected(BaikalCluster.connect(metaServers));
    }

    private record Connected(BaikalCluster cluster) implements ClusterQuestions {

        @Override
        public List<ClusterTable> tables() {
            return cluster.tables();
        }

        @Override
        public List<ClusterRegion> regions(ClusterTable binlogTable) {
            return cluster.regions(binlogTable);
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
