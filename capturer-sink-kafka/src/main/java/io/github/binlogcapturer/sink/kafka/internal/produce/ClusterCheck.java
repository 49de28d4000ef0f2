package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Looks at the brokers and at the position they keep. Owned by one thread. */
final class ClusterCheck {

    private final Admin admin;
    private final String target;
    private final List<SinkFinding> findings;

    /** @param findings gets what is found */
    ClusterCheck(Admin admin, String target, List<SinkFinding> findings) {
        this.admin = admin;
        this.target = target;
        this.findings = findings;
    }

    /** Looks whether brokers answer, and returns it. */
    boolean brokers() throws InterruptedException {
        try {
            DescribeClusterResult cluster =
                    admin.describeCluster(new DescribeClusterOptions().timeoutMs(AdminCalls.TIMEOUT_MS));
            String id = AdminCalls.answer(cluster.clusterId());
            String brokers = AdminCalls.answer(cluster.nodes()).stream()
                    .map(node -> node.host() + ":" + node.port())
                    .collect(Collectors.joining(", "));
            findings.add(SinkFinding.ok(target + " answers: cluster " + id + ", brokers " + brokers));
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            findings.add(SinkFinding.wrong(
                    target + " does not answer: " + Recovery.text(e),
                    "Check bootstrapServers, that the brokers run and are reached from here, and the security settings"
                            + " of the producer's properties"));
            return false;
        }
    }

    /** Looks at the control topic and the group, and returns what is kept, if anything. */
    @Nullable
    Position positions(PositionTopic positions, ExactlyOnce settings, SinkContext context) throws InterruptedException {
        transactionalId(settings.idFor(context));
        String doubt = settings.doubt(context);
        if (doubt != null) {
            findings.add(SinkFinding.ok(doubt));
        }
        try {
            if (!positions.isThere()) {
                findings.add(missing(positions, settings));
                return null;
            }
            positions.checkPolicy();
            Position held = positions.read();
            String upTo = held == null || held.commitTs() == null ? "nothing yet" : "commit ts " + held.commitTs();
            findings.add(SinkFinding.ok("Control topic " + positions.topic() + " keeps positions; that of "
                    + settings.idFor(context) + " is " + upTo));
            return held;
        } catch (AuthorizationException e) {
            findings.add(SinkFinding.wrong(
                    "Control topic " + positions.topic() + " may not be read: " + Recovery.text(e),
                    "Grant the sink's principal Describe, DescribeConfigs, Read and Write on it, by kafka-acls.sh"));
        } catch (ConfigurationException e) {
            findings.add(TopicCheck.split(String.valueOf(e.getMessage()), "Look at topic " + positions.topic()));
        }
        return null;
    }

    private static SinkFinding missing(PositionTopic positions, ExactlyOnce settings) {
        return settings.createTopic()
                ? SinkFinding.ok("Control topic " + positions.topic() + " is not there yet and will be created")
                : SinkFinding.wrong(
                        "Control topic " + positions.topic() + " is missing, and createControlTopic is off",
                        positions.byHand());
    }

    private void transactionalId(String id) throws InterruptedException {
        try {
            TransactionDescription found =
                    AdminCalls.answer(admin.describeTransactions(List.of(id)).description(id));
            findings.add(SinkFinding.ok("Transactional id " + id + " was used before; its state is " + found.state()));
        } catch (TransactionalIdNotFoundException e) {
            findings.add(SinkFinding.ok("Transactional id " + id + " is free"));
        } catch (AuthorizationException e) {
            findings.add(SinkFinding.wrong(
                    "Transactional id " + id + " may not be used: " + Recovery.text(e),
                    "Run kafka-acls.sh --add --allow-principal User:... --operation Describe --operation Write"
                            + " --transactional-id '" + id + "'"));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            findings.add(SinkFinding.ok("Transactional id " + id + " cannot be looked at here: " + Recovery.text(e)));
        }
    }
}
