package io.github.binlogcapturer.sink.file;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.luben.zstd.ZstdInputStream;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class CompressionTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Compression.Algorithm.class,
            names = {"GZIP", "ZSTD"})
    void shouldCompressCompleteFilesButTheNewest(Compression.Algorithm algorithm) throws IOException {
        Compression compression = new Compression(algorithm, 1);
        try (FileSink sink = open(compression)) {
            sink.write(list(transaction(5), transaction(6), transaction(7), transaction(8)));

            awaitNames(
                    "binlog-000000001.jsonl" + compression.suffix(),
                    "binlog-000000002.jsonl" + compression.suffix(),
                    "binlog-000000003.jsonl",
                    "binlog-000000004.jsonl.open");
        }
        assertThat(unpacked("binlog-000000002.jsonl" + compression.suffix()))
                .isEqualTo("""
                        {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
                        {"type":"begin","commitTs":6,"startTs":5,"txnId":60,"executeTime":"1970-01-01T00:00:00Z","user":"app","changes":0}
                        {"type":"commit","commitTs":6,"changes":0,"complete":true}
                        """.replace("1970-01-01T00:00:00Z", executeTime(6)));
    }

    @Test
    void shouldKeepThePositionWhateverIsLeftOfTheOpenFile() throws IOException {
        try (FileSink sink = open(Compression.gzip())) {
            sink.write(list(transaction(5), transaction(6), transaction(7)));
            awaitNames("binlog-000000001.jsonl.gz", "binlog-000000002.jsonl", "binlog-000000003.jsonl.open");
        }
        Files.writeString(directory.resolve("binlog-000000003.jsonl.open"), "");

        try (FileSink sink = FileSink.builder(directory).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(6));
        }
    }

    @Test
    void shouldCompressWhatAnEarlierSinkLeft() throws IOException {
        try (FileSink sink = open(Compression.none())) {
            sink.write(list(transaction(5), transaction(6), transaction(7)));
        }
        try (FileSink sink = open(Compression.gzip())) {
            assertThat(sink.flush(true)).isTrue();
            awaitNames("binlog-000000001.jsonl.gz", "binlog-000000002.jsonl", "binlog-000000003.jsonl.open");
        }
    }

    @Test
    void shouldKeepAFileThatCannotBeCompressedAndSaySo() throws IOException {
        FileOperations refusing = new FileOperations() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                if (file.toString().endsWith(".tmp")) {
                    throw new IOException("no room for " + file);
                }
                return FileOperations.super.open(file, options);
            }
        };
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger =
                (Logger) LoggerFactory.getLogger("io.github.binlogcapturer.sink.file.internal.folder.Housekeeper");
        logger.addAppender(log);
        logger.setAdditive(false);
        try (FileSink sink = FileSink.builder(directory)
                .rotateAt(1)
                .compression(Compression.gzip())
                .operations(refusing)
                .build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5), transaction(6), transaction(7)));
            await().untilAsserted(() -> assertThat(List.copyOf(log.list)).isNotEmpty());
            sink.write(list(transaction(8)));
            assertThat(sink.flush(true)).isTrue();
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }

        assertThat(log.list).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("Cannot compress", directory.toString(), "stays as it is");
        });
        assertThat(Folder.content(directory)).hasSize(4).doesNotContainKey("binlog-000000001.jsonl.gz");
    }

    @Test
    void shouldEndItsThreadWhenClosed() throws IOException {
        FileSink sink = open(Compression.gzip());
        assertThat(threads()).isNotEmpty();
        sink.close();
        sink.close();

        assertThat(threads()).isEmpty();
    }

    @Test
    void shouldRefuseACompressedFileOfSomebodyElse() throws IOException {
        Files.writeString(directory.resolve("binlog-000000001.jsonl.gz"), "hello");

        try (FileSink sink = FileSink.builder(directory).build()) {
            assertThatThrownBy(() -> sink.open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("binlog-000000001.jsonl.gz", "Nothing was changed");
        }
    }

    @Test
    void shouldNotBeginAnewWhereOnlyCompressedFilesAreLeft() throws IOException {
        try (FileSink sink = open(Compression.gzip())) {
            sink.write(list(transaction(5), transaction(6), transaction(7)));
            awaitNames("binlog-000000001.jsonl.gz", "binlog-000000002.jsonl", "binlog-000000003.jsonl.open");
        }
        Files.delete(directory.resolve("binlog-000000002.jsonl"));
        Files.delete(directory.resolve("binlog-000000003.jsonl.open"));

        try (FileSink sink = FileSink.builder(directory).build()) {
            assertThatThrownBy(() -> sink.open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("binlog-000000001.jsonl.gz", "decompress");
        }
    }

    @Test
    void shouldSayWhichLibraryIsMissing() throws Exception {
        try (Isolated loader = new Isolated(false)) {
            Method zstd = loader.loadClass(Compression.class.getName()).getMethod("zstd");

            assertThatThrownBy(() -> zstd.invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContainingAll("com.github.luben:zstd-jni", "Compression.gzip()");
        }
    }

    @Test
    void shouldSayAtOnceThatTheNativeLibraryCannotBeLoaded() throws Exception {
        String property = "ZstdNativePath";
        System.setProperty(property, directory.resolve("missing.so").toString());
        try (Isolated loader = new Isolated(true)) {
            Method zstd = loader.loadClass(Compression.class.getName()).getMethod("zstd");

            assertThatThrownBy(() -> zstd.invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContainingAll("native library", "missing.so", "Compression.gzip()");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void shouldRefuseLevelsThatThereAreNot() {
        assertThatThrownBy(() -> Compression.gzip(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Compression.gzip(10)).hasMessageContaining("between 1 and 9");
        assertThatThrownBy(() -> Compression.zstd(23)).hasMessageContaining("between 1 and 22");
    }

    private FileSink open(Compression compression) {
        FileSink sink =
                FileSink.builder(directory).rotateAt(1).compression(compression).build();
        sink.open(CONTEXT);
        return sink;
    }

    private void awaitNames(String... names) {
        await().untilAsserted(() -> assertThat(Folder.names(directory)).containsExactly(names));
    }

    private String unpacked(String name) throws IOException {
        try (InputStream file = Files.newInputStream(directory.resolve(name));
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(file) : new ZstdInputStream(file)) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String executeTime(long commitTs) {
        return CommitTs.of(commitTs).instant().toString();
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("binlogcapturer-files-" + directory.getFileName()))
                .toList();
    }

    /** Loads the library's classes afresh, and those of Zstandard or not. */
    private static final class Isolated extends URLClassLoader {

        Isolated(boolean withZstandard) throws MalformedURLException {
            super(classPath(withZstandard), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath(boolean withZstandard) throws MalformedURLException {
            List<URL> urls = new ArrayList<>();
            for (String part : List.of(Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .split(System.getProperty("java.class.path"), -1))) {
                if (withZstandard || !part.contains("zstd-jni")) {
                    urls.add(Path.of(part).toUri().toURL());
                }
            }
            return urls.toArray(new URL[0]);
        }
    }
}
