package io.github.binlogcapturer.sink.kafka.internal.topic;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the cluster until it answers, and turns what it refuses into what its user can do. Thread-safe. */
final class TopicAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final long REMIND_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final CaptureClock clock;
    private final long patienceNs;

    // guarded by this
    private boolean down;
    private long saidNs;

    /**
     * @param patienceNs how long a refusal is doubted that may pass, as where brokers start and stop
     */
    TopicAdmin(CaptureClock clock, long patienceNs) {
        this.clock = clock;
        this.patienceNs = patienceNs;
    }

    /**
     * Returns the answer, waiting for a cluster that gives none at the moment; null if there is no such topic, or if one that was to be
     * created is there.
     *
     * @param what the deed for messages, as {@code describe topic orders}
     * @throws ConfigurationException if the cluster refuses it
     */
    <T extends @Nullable Object> @Nullable T ask(String what, Supplier<KafkaFuture<T>> question)
            throws InterruptedException {
        long pauseMs = FIRST_PAUSE_MS;
        long beganNs = clock.nanoTime();
        while (true) {
            try {
                T answer = question.get().get();
                up();
                return answer;
            } catch (ExecutionException e) {
                if (isNone(e.getCause())) {
                    up();
                    return null;
                }
                boolean doubted = isDoubtful(e.getCause()) && clock.nanoTime() - beganNs < patienceNs;
                if (!doubted && !isPassing(e.getCause())) {
                    throw refused(what, e.getCause());
                }
                down(what, e.getCause());
            }
            Thread.sleep(pauseMs);
            pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
        }
    }

    static boolean isNone(@Nullable Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException || cause instanceof TopicExistsException;
    }

    static boolean isPassing(@Nullable Throwable cause) {
        return cause instanceof RetriableException;
    }

    /** A topic cannot have its replicas while brokers are down; an unknown error is one of a broker that starts or stops, most often. */
    private static boolean isDoubtful(@Nullable Throwable cause) {
        return cause instanceof InvalidReplicationFactorException || cause instanceof UnknownServerException;
    }

    /** Returns whether a right or an account was taken away, which does not pass. */
    static boolean isForbidden(@Nullable Throwable cause) {
        return cause instanceof AuthorizationException || cause instanceof AuthenticationException;
    }

    static ConfigurationException refused(String what, @Nullable Throwable cause) {
        String remedy = cause instanceof AuthorizationException
                ? "grant the sink's principal the right to do so"
                : cause instanceof AuthenticationException
                        ? "check the sink's credentials and its security settings"
                        : cause instanceof InvalidTopicException
                                ? "choose another name by the sink's TopicRouter"
                                : "change the setting that it names";
        return new ConfigurationException("Kafka refuses to " + what + ": " + text(cause) + "; " + remedy, cause);
    }

    private synchronized void down(String what, @Nullable Throwable cause) {
        long nowNs = clock.nanoTime();
        if (!down || nowNs - saidNs >= REMIND_NS) {
            down = true;
            saidNs = nowNs;
            LOG.warn("Cannot {} for now: {}. Trying again", what, text(cause));
        }
    }

    private synchronized void up() {
        if (down) {
            down = false;
            LOG.info("Kafka answers questions about topics again");
        }
    }

    private static String text(@Nullable Throwable cause) {
        return cause == null ? "no reason" : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
