package io.github.binlogcapturer.testkit.kafka;

import io.github.binlogcapturer.testkit.database.TcpProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka of one node, broker and controller in one, at 127.0.0.1 within this JVM. Topics are not created by their use. It may be
 * stopped and started again with its data, at the same port.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int FIRST_PORT = 15_000;
    private static final int LAST_PORT = 20_000;
    private static final int PORT_TRIES = 100;

    static {
        // the broker brings the API of log4j without a provider, which complains about that unless told what to do
        System.getProperties()
                .putIfAbsent(
                        "log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        System.getProperties().putIfAbsent("org.apache.logging.log4j.simplelog.level", "OFF");
    }

    private final Path folder;
    private final int port;
    private final Map<String, String> settings;
    private final @Nullable TcpProxy proxy;
    private @Nullable KafkaRaftServer server;

    private static final class Shared {
        static final KafkaBroker BROKER = start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "kafka-broker-end"));
        }
    }

    private KafkaBroker(Path folder, int port, Map<String, String> settings, @Nullable TcpProxy proxy) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.proxy = proxy;
    }

    /** Returns a broker for all tests of this JVM, which ends with it; nobody stops it. */
    public static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /**
     * Starts a broker of one's own.
     *
     * @param settings broker settings to put in the place of the test's, as in a {@code server.properties}
     * @throws UncheckedIOException if its folder cannot be made
     * @throws IllegalStateException if it does not start
     */
    public static KafkaBroker start(Map<String, String> settings) {
        return start(settings, null, 0);
    }

    /**
     * Starts a broker like {@link #start(Map)} that can also be reached {@linkplain #proxiedServers through a proxy}, which makes
     * the network slow or broken for those who come that way.
     */
    public static KafkaBroker startBehindProxy(Map<String, String> settings) {
        try {
            int proxied = freePort();
            return start(settings, TcpProxy.to(HOST, proxied), proxied);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot find a free port for a Kafka broker", e);
        }
    }

    private static KafkaBroker start(Map<String, String> overrides, @Nullable TcpProxy proxy, int proxiedPort) {
        try {
            Path folder = Files.createTempDirectory("kafka-broker");
            int port = freePort();
            Map<String, String> settings = settingsOf(folder, port, freePort());
            if (proxy != null) {
                addListener(settings, proxiedPort, proxy.port());
            }
            settings.putAll(overrides);
            KafkaBroker broker = new KafkaBroker(folder, port, settings, proxy);
            broker.format();
            broker.start();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder of a Kafka broker", e);
        }
    }

    /** Has the broker tell those who come by the proxy to come by it again. */
    private static void addListener(Map<String, String> settings, int port, int advertised) {
        settings.merge("listeners", "PROXIED://" + HOST + ":" + port, KafkaBroker::joined);
        settings.merge("advertised.listeners", "PROXIED://" + HOST + ":" + advertised, KafkaBroker::joined);
        settings.merge("listener.security.protocol.map", "PROXIED:PLAINTEXT", KafkaBroker::joined);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
    }

    private static String joined(String before, String more) {
        return before + "," + more;
    }

    /**
     * Returns what clients name as {@code bootstrap.servers} to come through the proxy.
     *
     * @throws IllegalStateException if it was started without one
     */
    public String proxiedServers() {
        return HOST + ":" + proxy().port();
    }

    /**
     * Returns the proxy.
     *
     * @throws IllegalStateException if it was started without one
     */
    public TcpProxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("The broker has no proxy; start it by startBehindProxy");
        }
        return proxy;
    }

    /** Returns what clients name as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Starts it again after {@link #stop}, with the data it had. */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("The broker at " + bootstrapServers() + " runs already");
        }
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        starting.startup();
        server = starting;
    }

    /** Stops it in order; its data stay. Idempotent. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** Stops it and deletes its data. Idempotent. */
    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
        stop();
        try {
            Utils.delete(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the data of a Kafka broker in " + folder, e);
        }
    }

    private void format() {
        try {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare a Kafka broker's data in " + folder, e);
        }
    }

    private static Map<String, String> settingsOf(Path folder, int port, int controllerPort) {
        Map<String, String> all = new HashMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("log.dirs", folder.toString());
        all.put("auto.create.topics.enable", "false");
        all.put("group.initial.rebalance.delay.ms", "0");
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            all.put(topic + ".replication.factor", "1");
            all.put(topic + ".num.partitions", "1");
        }
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        return all;
    }

    /** Returns a port below those that the system gives to connections, so that none takes it while the broker is stopped. */
    private static int freePort() throws IOException {
        IOException taken = new IOException("No port between " + FIRST_PORT + " and " + LAST_PORT + " is free");
        for (int i = 0; i < PORT_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken.addSuppressed(e);
            }
        }
        throw taken;
    }
}
